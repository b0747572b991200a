import { describe, expect, it } from 'vitest';
import { compileJsonText } from '../compile-definition.ts';
import { around } from '../testing/json.ts';
import { parseJsonText } from './parse-json-text.ts';

async function complaintsOf(text: string): Promise<readonly string[]> {
  const { findings } = await compileJsonText(text);
  return findings.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('JSON text', () => {
  it('gives its value', () => {
    const text = ' {"a\\u0041": [1, -2.5e3, "b\\n\\"", {}, [], [null, true], {"c": false}]} ';
    expect(parseJsonText(`\ufeff${text}`)).toMatchObject({ value: JSON.parse(text) });
  });

  it('has places for findings', async () => {
    const text = JSON.stringify(around({ type: 'userTask', asignee: 'a', priority: 'high' }), null, 2);
    const lines = text.split('\n');
    const lineOf = (part: string) => lines.findIndex((line) => line.includes(part)) + 1;
    expect(await complaintsOf(text)).toEqual([
      expect.stringContaining(`${lineOf('"id": "x"') - 1}:5 Expected the priority to be a whole number`),
      expect.stringContaining(`${lineOf('asignee')}:7 Expected /activities/1 to have no keys but`),
      expect.stringContaining(`${lineOf('"id": "x"') - 1}:5 `),
    ]);
  });

  it.each([
    ['', '1:1 Expected a value, but found the end'],
    ['{', '1:2 Expected a key in double quotes, but found the end'],
    ['{"a": 1,}', "1:9 Expected a key in double quotes, but found '}'"],
    ['[1, 2,]', "1:7 Expected a value, but found ']'"],
    ['{"a" 1}', "1:6 Expected ':', but found '1'"],
    ['{"a": 1 "b": 2}', "1:9 Expected ',' or '}', but found '\"'"],
    ['[1 2]', "1:4 Expected ',' or ']', but found '2'"],
    ['{"a": 1}\n{}', "2:1 Expected the end, but found '{'"],
    ['// note\n{}', "1:1 Expected a value, but found '/'"],
    ['{"a": NaN}', "1:7 Expected a value, but found 'N'"],
    ['{"a": 01}', "1:8 Expected ',' or '}', but found '1'"],
    ['{"a": 1e999}', '1:7 Expected a number that can be kept as it is, but found 1e999'],
    [
      '{"a": 12345678901234567890}',
      '1:7 Expected a number that can be kept as it is, but found 12345678901234567890',
    ],
    ["{'a': 1}", "1:2 Expected a key in double quotes, but found '''"],
    ['{"a": "b\nc"}', "1:7 Expected a text that ends with '\"' in its line, but found none"],
    ['["a', "1:2 Expected a text that ends with '\"' in its line, but found none"],
    [
      '{"a": "\\x"}',
      '1:7 Expected a text with escapes that JSON knows, but found others or control characters',
    ],
    ['{"a": 1, "\\u0061": 2}', "1:10 Expected every key once, but found 'a' again"],
    ['['.repeat(100_000), '1:201 Expected nesting at most 200 deep, but found more'],
  ])('%# that is none is refused at its place', async (text, expected) => {
    expect(await complaintsOf(text)).toEqual([expected]);
  });
});
