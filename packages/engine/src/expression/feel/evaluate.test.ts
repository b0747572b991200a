import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { ExpressionError } from '../expression-error.ts';
import { checkFeel, evaluateFeel } from './evaluate.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const VARIABLES: JsonObject = Object.assign(Object.create(null), {
  amount: 1_500,
  vip: true,
  name: 'Ada',
  nothing: null,
  list: [1, 2, 3],
  person: Object.assign(Object.create(null), { 'first name': 'Ada', age: 36 }),
  people: [
    { name: 'Ada', age: 36 },
    { name: 'Bob', age: 17 },
  ],
  'order-id': 7,
  'full name': 'Ada L',
});

function run(source: string, variables: JsonObject = VARIABLES): unknown {
  return evaluateFeel({ source }, variables, NOW);
}

describe('a FEEL expression', () => {
  it.each([
    ['amount > 1000 and vip = true', true],
    ['if amount > 1000 then "big" else "small"', 'big'],
    ['missing = null', true],
    ['1e3', 1000],
    ['-2E+2 * 1.5e-1', -30],
    ['amount = 1.5e3', true],
    ['missing.deeper', null],
    ['nothing', null],
    ['1 / 0', null],
    ['2 ** 5000', null],
    ['0 * -1', 0],
    ['person.age + 1', 37],
    ['person.first name', 'Ada'],
    ['order-id + 1', 8],
    ['full name', 'Ada L'],
    ['people[age > 18].name', ['Ada']],
    ['people[1].name', 'Ada'],
    ['list[-1]', 3],
    ['list[item > 1]', [2, 3]],
    ['for p in people return p.age + 1', [37, 18]],
    ['for i in 1..3, j in list return i * j', [1, 2, 3, 2, 4, 6, 3, 6, 9]],
    ['for i in 3..1 return i', [3, 2, 1]],
    ['for i in 2..0 return i', [2, 1, 0]],
    ['for i in 1.5..3 return i', [1.5, 2.5]],
    ['for i in [1..3] return i', [1, 2, 3]],
    ['for i in (1..3) return i', [2]],
    ['for c in "a".."c" return c', ['a', 'b', 'c']],
    ['for c in ["a".."c"] return c', ['a', 'b', 'c']],
    ['for x in missing return x', null],
    ['for x in 1..missing return x', null],
    ['some x in list satisfies x = 2', true],
    ['every x in 1..5 satisfies x < 4', false],
    ['amount in [1000..2000]', true],
    ['name in ["Ada", "Bob"]', true],
    ['sum(list) + count(list)', 9],
    ['string length(name)', 3],
    ['string  length(name)', 3],
    ['sort(list, function(a, b) a > b)', [3, 2, 1]],
    ['{a: 1, b: a + 1}', { a: 1, b: 2 }],
    ['{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(10)}.r', 55],
    ['matches(name, "^a", "i")', true],
    ['replace("abc", "(b)", "[$1$0]")', 'a[bb]c'],
    ['split("a;b;", ";")', ['a', 'b', '']],
    ['"a" + "b"', 'ab'],
    ['now()', '2026-01-31T12:00:00Z'],
    ['now() + duration("P1D")', '2026-02-01T12:00:00Z'],
    ['today()', '2026-01-31'],
    ['date("2026-01-31") + duration("P1M")', '2026-02-28'],
    ['time("10:00:00")', '10:00:00'],
    ['duration("P1Y2M")', 'P1Y2M'],
    ['-duration("P1D")', '-P1D'],
    ['-amount', -1_500],
    ['-name', null],
    ['list[-(1 + 1)]', 2],
    ['years and months duration(date("2020-01-01"), date("2021-09-05"))', 'P1Y8M'],
    ['years and months duration(date("2020-01-01"), date("2020-01-05"))', 'P0M'],
    ['years and months duration(date("2020-01-01"), null)', null],
    ['for d in @"2026-01-31"..@"2026-02-02" return d', ['2026-01-31', '2026-02-01', '2026-02-02']],
    ['for d in (@"2026-01-03"..@"2026-01-01") return d', ['2026-01-02']],
    ['[date("2026-01-31")]', ['2026-01-31']],
    ['@"2026-01-31T12:00:00@Europe/Berlin"', '2026-01-31T12:00:00+01:00'],
    ['@"2026-01-31T12:00:00+02:00"', '2026-01-31T12:00:00+02:00'],
    ['1 // with a comment', 1],
    ['list[1 + 1]', 2],
  ])('%s', (source, expected) => {
    expect(run(source)).toEqual(expected);
  });

  it('sees the variables of each run, and no longer those of the last', () => {
    expect(run('x', { x: 1 })).toBe(1);
    expect(run('x', {})).toBeNull();
    expect(run('count', { count: 4 })).toBe(4);
    expect(run('count(l)', { l: [1] })).toBe(1);
    expect(run('x', { x: [2] })).toEqual([2]);
  });

  it('works on after a run that failed', () => {
    expect(() => run('for i in 1..n return i', { n: 20_000 })).toThrow('10000');
    expect(run('for i in 1..n return i', { n: 2 })).toEqual([1, 2]);
  });

  it.each([
    'constructor',
    '__proto__',
    'toString',
    'person.constructor',
    'person.__proto__',
    '"x".constructor',
  ])('finds nothing behind %s', (source) => {
    expect(run(source)).toBeNull();
  });

  it('leaves prototypes alone when data is named after them', () => {
    const variables: JsonObject = JSON.parse(
      '{"__proto__":{"x":1},"constructor":2,"o":{"__proto__":{"y":1}}}',
    );
    expect(run('constructor', variables)).toBe(2);
    expect(run('o.y', variables)).toBeNull();
    expect(run('x', variables)).toBeNull();
    expect(run('{"__proto__": {z: 1}}.z')).toBeNull();
    expect(Reflect.get({}, 'x')).toBeUndefined();
  });
});

describe('a FEEL expression fails', () => {
  it.each([
    ['1 +', 'the expression is incomplete', 3],
    ['', 'the expression is incomplete', 0],
    ['a = # b', "unexpected '#'", 4],
    ['(1', 'the expression is incomplete', 2],
    ['"abc', `unexpected '"abc'`, 0],
    ['1 2', "unexpected '2'", 2],
    ['a := 5', 'unexpected', 2],
  ])('to parse: %j', (source, message, position) => {
    const error: unknown = (() => {
      try {
        checkFeel({ source });
        return null;
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ExpressionError);
    expect(error).toMatchObject({ message: expect.stringContaining(message), position });
  });

  it.each([
    ['1 + foo(1)', "unknown function 'foo'"],
    ['{a: [1], b: foo bar(1)}', "unknown function 'foo bar'"],
    ['function(x) x', 'found a function'],
    ['count', 'found a function'],
    ['[1..5]', 'a function or a range'],
    ['coincides()', 'not implemented: coincides'],
    ['[1.."a"]', 'unsupported range'],
    ['for i in 1.."a" return i', 'a range between two numbers or two letters'],
    ['for i in "aa".."b" return i', 'a range between two numbers or two letters'],
    ['matches(name, "(")', 'invalid pattern'],
  ])('to evaluate: %s', (source, message) => {
    expect(() => run(source)).toThrow(message);
  });

  it('with the place of an unknown function in the source as written', () => {
    expect(() => run('[1, 2] = foo(1)')).toThrow(expect.objectContaining({ position: 9 }));
  });
});

describe('a hostile FEEL expression', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
  const doubling = (first: string, next: (previous: string) => string) =>
    `{a: ${first}, ${letters
      .slice(1)
      .map((letter, index) => `${letter}: ${next(letters[index] ?? '')}`)
      .join()}}.z`;

  it.each([
    ['a large range', 'for i in 1..3000000 return i', 'a range of at most 10000 numbers, found 3000000'],
    ['a computed range', 'for i in 1..10 ** 9 return i', 'at most 10000 numbers'],
    ['an endless range', 'for i in 1..10 ** 400 return i', 'at most 10000 numbers'],
    ['a range as a list', 'some i in [1..3000000] satisfies i < 0', 'at most 10000 numbers'],
    ['a product of loops', 'for i in 1..1000, j in 1..1000 return 1', 'evaluation steps'],
    ['nested loops', 'for i in 1..1000 return for j in 1..1000 return 1', 'evaluation steps'],
    [
      'nested filters',
      '(for i in 1..200 return i)[count((for j in 1..200 return j)[item > 0]) > 0]',
      'evaluation steps',
    ],
    [
      'recursion',
      '{f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(40)}.r',
      'evaluation steps',
    ],
    ['endless recursion', '{f: function(n) f(n), r: f(1)}.r', 'too large'],
    [
      'a doubling text',
      doubling('"xxxxxxxxxx"', (x) => `${x} + ${x}`),
      'a text of at most 1048576 characters',
    ],
    ['a doubling list', doubling('[1, 2]', (x) => `[${x}, ${x}]`), 'a value of at most 100000 nodes'],
    [
      'a doubling context',
      doubling('{p: 1}', (x) => `{p: ${x}, q: ${x}}`),
      'a value of at most 100000 nodes',
    ],
    [
      'a doubling loop',
      doubling('[1, 2]', (x) => `for i in 1..2 return ${x}`),
      'a value of at most 100000 nodes',
    ],
    [
      'doubling by a function',
      doubling('[1, 2]', (x) => `concatenate(${x}, ${x})`),
      'a value of at most 100000 nodes',
    ],
    ['deep brackets', `${'('.repeat(1_000)}1${')'.repeat(1_000)}`, 'a nesting of at most 300'],
    ['a long source', '1'.repeat(5_120), 'at most 4096 characters, found 5120'],
    ['a reserved name', '{__guard_iterate: function(x) x}', "names that begin with '__guard_' are reserved"],
    ['a disguised key', '{"__\\U0067uard_iterate": function(x) x}', 'a key without unicode escapes'],
    ['a built key', 'context put({}, "__gua" + "rd_iterate", 1)', 'are reserved'],
  ])('is stopped: %s', (_, source, message) => {
    expect(() => run(source)).toThrow(message);
    expect(() => run(source)).toThrow(ExpressionError);
  });

  it('cannot search duplicates among many structures', () => {
    const items = Array.from({ length: 9_000 }, (_, index) => ({ index }));
    expect(() => run('distinct values(items)', { items })).toThrow('evaluation steps');
    expect(run('count(distinct values(items))', { items: items.map(({ index }) => index) })).toBe(9_000);
  });

  it('cannot filter enormous texts', () => {
    expect(() => run('items[item = 1]', { items: ['x'.repeat(1_048_576)] })).toThrow('evaluation steps');
  });

  it('meets data nested too deeply', () => {
    const deep: JsonObject = { x: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) };
    expect(() => run('x', deep)).toThrow('nested at most 100 deep');
  });
});
