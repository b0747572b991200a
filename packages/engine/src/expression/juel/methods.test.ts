import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../model/json.ts';
import { evaluateJuel } from './evaluate.ts';

const NOW = Date.UTC(2026, 0, 31, 12);
const VARIABLES: JsonObject = {
  s: ' Abc ',
  t: 'a.b.c',
  l: [1, { k: 'v' }, 'x'],
  o: { k: 'v', n: null },
  e: [],
};

function run(expression: string, variables: JsonObject = VARIABLES): unknown {
  return evaluateJuel({ source: `\${${expression}}` }, variables, NOW);
}

describe('a method', () => {
  it.each([
    ['s.length()', 5],
    ['s.trim().toUpperCase()', 'ABC'],
    ['s.toLowerCase().isEmpty()', false],
    ["t.contains('b') && t.startsWith('a') && t.endsWith('c')", true],
    ["t.indexOf('.b')", 1],
    ['t.substring(2)', 'b.c'],
    ['t.substring(2, 3)', 'b'],
    ["t.replace('.', '$&')", 'a$&b$&c'],
    ["t.split('.')", ['a', 'b', 'c']],
    ['l.size()', 3],
    ['e.isEmpty() && !l.isEmpty()', true],
    ['l.get(0)', 1],
    ['l.get(9)', null],
    ["l.contains('x') && l.contains(l[1]) && !l.contains(7)", true],
    ["o.containsKey('n') && !o.containsKey('toString')", true],
    ["o.get('k')", 'v'],
    ["o.get('n')", null],
    ["o.get('toString')", null],
    ['o.size()', 2],
    ['o.isEmpty()', false],
  ])('of text, list or object: %s', (expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['now().toDate()', '2026-01-31T12:00:00.000Z'],
    ['dateTime().plusWeeks(1).toDate()', '2026-02-07T12:00:00.000Z'],
    ['dateTime().plusMonths(1)', '2026-02-28T12:00:00.000Z'],
    ['dateTime().plusYears(2).minusDays(1)', '2028-01-30T12:00:00.000Z'],
    ['dateTime().plusHours(-1).plusMinutes(2).minusSeconds(3)', '2026-01-31T11:01:57.000Z'],
    ["dateTime('2026-03-01').minusMonths(1)", '2026-02-01T00:00:00.000Z'],
    ['dateTime(now())', '2026-01-31T12:00:00.000Z'],
    ["now() < '2026-02-01' && now() >= dateTime('2026-01-31T12:00:00Z')", true],
    ["now() == '2026-01-31T13:00:00+01:00'", true],
    ['now() == 5 || 5 == now()', false],
  ])('of moments: %s', (expression, expected) => {
    expect(run(expression)).toEqual(expected);
  });

  it.each([
    ['s.size()', "string has no method 'size'"],
    ['l.length()', "list has no method 'length'"],
    ['o.trim()', "object has no method 'trim'"],
    ['now().size()', "date-time has no method 'size'"],
    ['l[0].size()', "number has no method 'size'"],
    ['o.n.size()', "null has no method 'size'"],
    ['s.length(1)', "expected 0 arguments for 'length', found 1"],
    ['s.substring()', "expected 1 to 2 arguments for 'substring', found 0"],
    ['s.contains(1)', "expected a text for 'contains', found number"],
    ['s.substring(0.5)', "expected a whole number for 'substring', found number"],
    ["dateTime().plusDays('1')", "expected a whole number for 'plusDays', found string"],
    ['dateTime().plusYears(8000)', 'no later than year 9999'],
    ['dateTime().plusYears(1e300)', 'no later than year 9999'],
    ["now() < 'soon'", "expected an ISO-8601 date or date-time, found 'soon'"],
    ['now() < 5', 'cannot compare date-time with number'],
  ])('fails: %s', (expression, message) => {
    expect(() => run(expression)).toThrow(message);
  });

  it('cannot multiply a text beyond its limit', () => {
    const variables = { a: 'x'.repeat(10_000), b: 'y'.repeat(10_000) };
    expect(() => run("a.replace('x', b)", variables)).toThrow('at most 1048576 characters, found 100000000');
    expect(() => run("c.split('x')", { c: 'x'.repeat(20_000) })).toThrow('evaluation steps');
  });
});
