import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../expression-error.ts';
import { StepBudget } from '../limits.ts';
import { computeFeel, type FeelEnvironment } from './evaluate.ts';
import { checkTests, passes, placeOf } from './unary-tests.ts';

function environment(variables: Readonly<Record<string, unknown>> = {}): FeelEnvironment {
  return {
    variable: (name) => variables[name],
    oddNames: Object.keys(variables).filter((name) => name.includes(' ')),
    now: 0,
    total: new StepBudget(100_000),
  };
}

function value(source: string): unknown {
  return computeFeel({ source }, environment());
}

describe('unary tests', () => {
  it.each([
    ['-', '5', true],
    ['', 'null', true],
    ['5', '5', true],
    ['5', '6', false],
    ['< 5', '4', true],
    ['< 5, > 10', '7', false],
    ['< 5, > 10', '11', true],
    ['[250..1000]', '250', true],
    ['(250..1000]', '250', false],
    ['not(5, 6)', '6', false],
    ['not(5, 6)', '7', true],
    ['not(< 5)', '5', true],
    ['"a", "b"', '"b"', true],
    ['true', 'true', true],
    ['true', 'false', false],
    ['false', 'false', true],
    ['null', 'null', true],
    ['null', '1', false],
    ['< 5', 'null', false],
    ['< 5', '"a"', false],
    ['limit', '3', true],
    ['the limit', '4', true],
    ['< limit', '2', true],
    ['list', '2', true],
    ['list', '[1, 2]', true],
    ['[1, 2]', '[1, 2]', true],
    ['? > 2 and ? < 4', '3', true],
    ['? > 2 and ? < 4', '5', false],
    ['contains(?, "da")', '"Ada"', true],
    ['ends with(?, "x")', '"Ada"', false],
    ['? = false', 'false', true],
    ['? = false', 'true', false],
    ['limit > 1', '"anything"', true],
    ['date("2026-01-31")', 'date("2026-01-31")', true],
    ['> date("2026-01-01")', 'date("2026-01-31")', true],
    ['[date("2026-01-01")..date("2026-12-31")]', 'date("2025-12-31")', false],
    ['duration("P1D")', 'duration("PT24H")', true],
  ])('%s for %s', (tests, input, expected) => {
    const variables = { limit: 3, 'the limit': 4, list: [1, 2] };
    expect(passes({ source: tests }, value(input), environment(variables))).toBe(expected);
  });

  it('pass a number exactly when it is in the range or in one of several', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), fc.integer(), (low, high, input) => {
        const expected = low <= input && input <= high;
        expect(passes({ source: `[${low}..${high}]` }, input, environment())).toBe(expected);
        expect(passes({ source: `not([${low}..${high}])` }, input, environment())).toBe(!expected);
        expect(passes({ source: `< ${low}, > ${high}` }, input, environment())).toBe(
          input < low || input > high,
        );
      }),
      { numRuns: 50 },
    );
  });

  it('tell where a value stands in an enumeration', () => {
    expect(placeOf({ source: '"high", "medium", "low"' }, 'low', environment())).toBe(2);
    expect(placeOf({ source: '"high", "medium", "low"' }, 'none', environment())).toBe(-1);
  });

  it.each([
    ['< ', 'syntax error: the tests are incomplete', 2],
    ['"a", [1..', 'syntax error', 9],
    ['1, nosuch(?)', "unknown function 'nosuch'", 3],
  ])('%s is refused with its place', (tests, message, position) => {
    const run = () => passes({ source: tests }, 5, environment());
    expect(run).toThrow(ExpressionError);
    expect(run).toThrow(message);
    expect(run).toThrow(expect.objectContaining({ position }));
  });

  it('can be checked without a value', () => {
    expect(() => checkTests({ source: '< 5, [7..9]' }, [])).not.toThrow();
    expect(() => checkTests({ source: '< 5, [7..' }, [])).toThrow('syntax error');
    expect(() => checkTests({ source: '> the limit' }, ['the limit'])).not.toThrow();
  });

  it('run under the guards of every expression', () => {
    const tests = 'count(for i in 1..9000, j in 1..9000 return i) > ?';
    expect(() => passes({ source: tests }, 5, environment())).toThrow('evaluation steps');
    expect(() => passes({ source: '__guard_value(?)' }, 5, environment())).toThrow('reserved');
  });

  it('are paid for by the decision they belong to', () => {
    const total = new StepBudget(5);
    const run = () => passes({ source: '1, 2, 3, 4, 5, 6' }, 6, { ...environment(), total });
    expect(run).toThrow('expected at most 5 evaluation steps');
  });
});
