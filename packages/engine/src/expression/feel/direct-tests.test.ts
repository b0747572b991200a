import { describe, expect, it } from 'vitest';
import { StepBudget } from '../limits.ts';
import { directTests } from './direct-tests.ts';
import { computeFeel, type FeelEnvironment } from './evaluate.ts';
import { passes } from './unary-tests.ts';

function environment(variables: Readonly<Record<string, unknown>> = {}): FeelEnvironment {
  return { variable: (name) => variables[name], oddNames: [], now: 0, total: new StepBudget(100_000) };
}

const values = [
  -2.5,
  -1,
  0,
  1,
  1.5,
  2,
  3,
  '',
  'a',
  'b',
  '1',
  'true',
  true,
  false,
  null,
  [1],
  [1, 2],
  { a: 1 },
];

describe('tests without an interpreter', () => {
  it.each([
    ...['1', '-2.5', '0', '"a"', '""', '"true"', 'true', 'false'],
    ...['< 1', '<= 1', '> 1', '>= -1', '>1.5'],
    ...['[1..2]', '(1..2)', '[1..2)', '(1..2]', ']1..2[', '[ -1 .. 1.5 ]'],
    ...['"a", "b"', '1, 2', '< 0, > 1', ' 3 ,"a", [0..1]', 'true, 1'],
  ])('are those of %s, and give what the interpreter gives', (source) => {
    const direct = { source };
    const interpreted = { source: `${source} /**/` };
    expect(directTests(direct.source)).not.toBeNull();
    expect(directTests(interpreted.source)).toBeNull();
    for (const value of values) {
      expect([value, passes(direct, value, environment())]).toEqual([
        value,
        passes(interpreted, value, environment()),
      ]);
    }
  });

  it.each(['-', 'limit', '5 + 1', 'not(5)', '[3..1]', '"a\\n"', '1,', ', 1', '1 2', '', '< limit', '1e5'])(
    'are not those of %j',
    (source) => {
      expect(directTests(source)).toBeNull();
    },
  );

  it('read a number as the variable it names when a variable has that name', () => {
    const odd = { ...environment({ 5: 7 }), oddNames: ['5'] };
    expect(passes({ source: '5' }, 7, odd)).toBe(computeFeel({ source: '5' }, odd) === 7);
  });
});
