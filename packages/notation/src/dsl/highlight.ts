import type { IToken } from 'chevrotain';
import { keywords } from './keywords.ts';
import { lex } from './lexer.ts';
import { linesOf } from './text-lines.ts';
import { tokens } from './tokens.ts';
import { isReserved } from './words.ts';

/** A part of a text to be shown in the style of its class; offsets count UTF-16 units from 0. */
export interface DslToken {
  readonly from: number;
  readonly to: number;
  readonly class:
    | 'keyword'
    | 'clause'
    | 'id'
    | 'text'
    | 'expression'
    | 'attribute'
    | 'value'
    | 'arrow'
    | 'comment';
}

/** Everything worth a colour, in the order of the text. Texts with errors have colours as well. */
export function highlightDsl(text: string): readonly DslToken[] {
  const { lines, offsets } = linesOf(text);
  const lexed = lex(lines, offsets, () => {});
  const classed: DslToken[] = [];
  let isFirst = true;
  for (const token of lexed.tokens) {
    const found = classOf(token, isFirst);
    isFirst =
      token.tokenType === tokens.newLine ||
      ((token.tokenType === tokens.indent || token.tokenType === tokens.dedent) && isFirst);
    if (found === null || token.image === '') continue;
    classed.push({ from: token.startOffset, to: token.startOffset + token.image.length, class: found });
  }
  for (const { line, column, text: comment } of lexed.comments) {
    const from = (offsets[line - 1] ?? 0) + column - 1;
    classed.push({ from, to: from + comment.length, class: 'comment' });
  }
  return classed.sort((a, b) => a.from - b.from);
}

function classOf({ tokenType, image }: IToken, isFirst: boolean): DslToken['class'] | null {
  switch (tokenType) {
    case tokens.word:
      if (isFirst && Object.hasOwn(keywords, image.toUpperCase())) return 'keyword';
      return isReserved(image) ? 'clause' : 'id';
    case tokens.quotedId:
      return 'id';
    case tokens.text:
      return 'text';
    case tokens.expression:
      return 'expression';
    case tokens.key:
      return 'attribute';
    case tokens.value:
      return image.startsWith('"') ? 'text' : image.startsWith('=') ? 'expression' : 'value';
    case tokens.textBlock:
      return 'value';
    case tokens.arrow:
    case tokens.dash:
      return 'arrow';
    default:
      return null;
  }
}
