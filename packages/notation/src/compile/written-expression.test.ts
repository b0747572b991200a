import { describe, expect, it } from 'vitest';
import { feel, writtenExpression, writtenList } from './written-expression.ts';

describe('a written expression', () => {
  it.each([
    ['demo', 'literal', 'demo'],
    [' demo ', 'literal', 'demo'],
    ['', 'literal', ''],
    ['= amount > 3', 'feel', 'amount > 3'],
    ['="${x}"', 'feel', '"${x}"'],
    ['${boss}', 'juel', '${boss}'],
    ['#{boss}', 'juel', '${boss}'],
    ['order-${number}', 'juel', 'order-${number}'],
  ])('%j is %s', (text, language, source) => {
    expect(writtenExpression(text)).toEqual({ language, source });
  });

  it('is FEEL with or without the sign where FEEL is asked for', () => {
    expect(feel(' = a + b ')).toEqual({ language: 'feel', source: 'a + b' });
    expect(feel('a + b')).toEqual({ language: 'feel', source: 'a + b' });
  });
});

describe('a written list', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a, b,,c ', ['a', 'b', 'c']],
    ['${f(a, b)}, c', ['${f(a, b)}', 'c']],
    ['=["a", "b"]', ['["a", "b"]']],
    ['a}, b', ['a}', 'b']],
  ])('%j has the parts %j', (text, sources) => {
    expect(writtenList(text).map((expression) => expression.source)).toEqual(sources);
  });
});
