import { createToken, createTokenInstance, type IToken, Lexer, type TokenType } from 'chevrotain';
import type { Place } from './excerpt.ts';

const token = (name: string, label: string) => createToken({ name, label, pattern: Lexer.NA });

/** Token types by what they are called in the grammar; labels are what messages call them. */
export const tokens = {
  word: token('Word', 'a word'),
  quotedId: token('QuotedId', 'an id in backticks'),
  text: token('Text', 'a text in double quotes'),
  expression: token('Expression', 'an expression'),
  arrow: token('Arrow', '->'),
  colon: token('Colon', 'a colon'),
  key: token('Key', 'an attribute'),
  value: token('Value', 'a value'),
  textBlock: token('TextBlock', 'lines of text'),
  dash: token('Dash', '-'),
  newLine: token('NewLine', 'the end of the line'),
  indent: token('Indent', 'a deeper line'),
  dedent: token('Dedent', 'the end of the block'),
} as const;

export type TokenName = keyof typeof tokens;

/** `meaning` is what the author meant: texts without quotes and escapes, values without the space around. */
export function makeToken(
  type: TokenType,
  image: string,
  offset: number,
  place: Place,
  meaning: string,
): IToken {
  const made = createTokenInstance(
    type,
    image,
    offset,
    offset + Math.max(0, image.length - 1),
    place.line,
    place.endLine,
    place.column,
    Math.max(place.column, place.endColumn - 1),
  );
  made.payload = meaning;
  return made;
}

export function meaningOf(made: IToken): string {
  const meaning: unknown = made.payload;
  return typeof meaning === 'string' ? meaning : made.image;
}

export function placeOf(made: IToken): Place {
  const line = made.startLine ?? 1;
  const column = made.startColumn ?? 1;
  return { line, column, endLine: made.endLine ?? line, endColumn: (made.endColumn ?? column) + 1 };
}

/** Puts a token of `image`, which begins at the given column of the line, at the end of the list. */
export type Emit = (name: TokenName, column: number, image: string, meaning?: string) => void;
