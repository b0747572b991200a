import { ExpressionError } from '../expression-error.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly position: number }
  | { readonly kind: 'string'; readonly value: string; readonly position: number }
  | { readonly kind: 'word'; readonly text: string; readonly position: number }
  | { readonly kind: 'symbol'; readonly text: string; readonly position: number }
  | { readonly kind: 'end'; readonly position: number };

const SPACE = /\s+/y;
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const WORD = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const SYMBOL = /==|!=|<=|>=|&&|\|\||[-+*/%<>!?:()[\].,]/y;
const STRING = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/sy;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/**
 * Splits the inside of a `${…}` that starts at `start` into tokens, up to its closing brace: an `end`
 * token at the brace's position. Quotes hide braces.
 */
export function tokenize(source: string, start: number): readonly Token[] {
  const tokens: Token[] = [];
  let position = start;
  for (;;) {
    position += match(SPACE, source, position)?.length ?? 0;
    if (position >= source.length) {
      throw new ExpressionError(
        "expected '}' at the end of the expression, found the end of the text",
        position,
      );
    }
    if (source[position] === '}') {
      tokens.push({ kind: 'end', position });
      return tokens;
    }
    const [token, length] = readToken(source, position);
    tokens.push(token);
    position += length;
  }
}

function readToken(source: string, position: number): readonly [token: Token, length: number] {
  const word = match(WORD, source, position);
  if (word !== null) return [{ kind: 'word', text: word, position }, word.length];
  const number = match(NUMBER, source, position);
  if (number !== null) return [numberToken(number, position), number.length];
  const symbol = match(SYMBOL, source, position);
  if (symbol !== null) return [{ kind: 'symbol', text: symbol, position }, symbol.length];
  const string = match(STRING, source, position);
  if (string !== null) return [{ kind: 'string', value: unquote(string), position }, string.length];
  throw unexpectedCharacter(source, position);
}

function unexpectedCharacter(source: string, position: number): ExpressionError {
  const character = String.fromCodePoint(source.codePointAt(position) ?? 0);
  if (character === "'" || character === '"') {
    return new ExpressionError(`expected ${character} at the end of the text literal, found none`, position);
  }
  if (character === '=')
    return new ExpressionError("expected '==', found '=': expressions cannot assign", position);
  return new ExpressionError(`unexpected character '${character}'`, position);
}

function numberToken(text: string, position: number): Token {
  const value = Number(text);
  if (!Number.isFinite(value)) throw new ExpressionError(`number ${text} is too large`, position);
  return { kind: 'number', value, position };
}

function unquote(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(.)/gs, (_, character: string) => ESCAPES.get(character) ?? character);
}

function match(pattern: RegExp, source: string, position: number): string | null {
  pattern.lastIndex = position;
  return pattern.exec(source)?.[0] ?? null;
}
