import { describe, expect, it } from 'vitest';
import { tokenize } from './tokens.ts';

describe('the tokens of an expression', () => {
  it('are words, numbers, texts and symbols up to the closing brace', () => {
    const texts = tokenize("${a.b >= 1.5e2 && '}\"' }rest", 2).map((token) =>
      'text' in token ? token.text : 'value' in token ? token.value : token.kind,
    );
    expect(texts).toEqual(['a', '.', 'b', '>=', 150, '&&', '}"', 'end']);
  });

  it('carry positions in the whole source', () => {
    expect(tokenize('Hi ${ äö }', 5)).toEqual([
      { kind: 'word', text: 'äö', position: 6 },
      { kind: 'end', position: 9 },
    ]);
  });

  it('understand escapes', () => {
    expect(tokenize(String.raw`'a\'b\\c\n\t\r\x'}`, 0)[0]).toMatchObject({ value: "a'b\\c\n\t\rx" });
  });

  it.each([
    ['a', "expected '}'"],
    ["'abc}", "expected ' at the end of the text literal"],
    ['"abc}', 'expected " at the end of the text literal'],
    ['a = 1}', 'expressions cannot assign'],
    ['a # b}', "unexpected character '#'"],
    ['😀}', "unexpected character '😀'"],
    ['1e999}', 'number 1e999 is too large'],
    ['a; b}', "unexpected character ';'"],
  ])('refuse %j', (source, message) => {
    expect(() => tokenize(source, 0)).toThrow(message);
  });
});
