import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../model/json.ts';
import { decision, decisionModel, feel, table, typeNamed } from '../testing/decision.ts';
import { DecisionError } from './decision-error.ts';
import type { DecisionTable } from './decision-model.ts';
import { evaluateDecision } from './evaluate-decision.ts';

function decide(logic: DecisionTable, variables: JsonObject) {
  return evaluateDecision(decisionModel([decision('d', logic)]), 'd', variables, 0);
}

const overlapping: readonly (readonly string[])[] = [
  ['> 1', '10', '"low"'],
  ['> 2', '30', '"high"'],
  ['> 3', '20', '"medium"'],
];
const levels = 'level: "high", "medium", "low"';

describe('a decision table', () => {
  it.each([
    ['FIRST', 4, { points: 10, level: 'low' }, [0]],
    ['PRIORITY', 4, { points: 30, level: 'high' }, [1]],
    [
      'RULE ORDER',
      4,
      [
        { points: 10, level: 'low' },
        { points: 30, level: 'high' },
        { points: 20, level: 'medium' },
      ],
      [0, 1, 2],
    ],
    [
      'OUTPUT ORDER',
      4,
      [
        { points: 30, level: 'high' },
        { points: 20, level: 'medium' },
        { points: 10, level: 'low' },
      ],
      [1, 2, 0],
    ],
    ['UNIQUE', 2, { points: 10, level: 'low' }, [0]],
    ['UNIQUE', 1, null, []],
    ['COLLECT', 1, [], []],
  ] as const)('of hit policy %s combines the rules that match %s', (hitPolicy, x, expected, rules) => {
    const { result, matchedRules } = decide(table(hitPolicy, ['x'], ['points', levels], overlapping), { x });
    expect(result).toEqual(expected);
    expect(matchedRules).toEqual(rules.map((index) => ({ decisionId: 'd', ruleId: `r${index + 1}`, index })));
  });

  it.each([
    ['SUM', 60],
    ['MIN', 10],
    ['MAX', 30],
    ['COUNT', 3],
  ] as const)('collects with %s', (aggregation, expected) => {
    const rules = overlapping.map((cells) => cells.slice(0, 2));
    const logic = table('COLLECT', ['x'], ['points'], rules, { aggregation });
    expect(decide(logic, { x: 4 })).toMatchObject({ result: expected, rows: [{ points: expected }] });
    expect(decide(logic, { x: 0 }).result).toBe(aggregation === 'COUNT' ? 0 : null);
  });

  it('matches under COLLECT what its cells say, for any number', () => {
    const rules = overlapping.map((cells) => cells.slice(0, 2));
    const logic = table('COLLECT', ['x'], ['points'], rules);
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 10 }), (x) => {
        const expected = [10, 30, 20].filter((_, index) => x > index + 1);
        expect(decide(logic, { x }).result).toEqual(expected);
      }),
    );
  });

  it('of hit policy UNIQUE refuses rules that overlap, without telling values', () => {
    const run = () => decide(table('UNIQUE', ['x'], ['points', levels], overlapping), { x: 987_654 });
    expect(run).toThrow(DecisionError);
    expect(run).toThrow("decision 'd': expected at most one rule to match, found rules 1, 2, 3");
    expect(run).not.toThrow('987654');
  });

  it('of hit policy ANY lets rules overlap where they agree', () => {
    const agreeing = table(
      'ANY',
      ['x'],
      ['y'],
      [
        ['> 1', '5'],
        ['> 2', '2 + 3'],
        ['> 9', '6'],
      ],
    );
    expect(decide(agreeing, { x: 3 })).toMatchObject({ result: 5, rows: [{ y: 5 }] });
    expect(() => decide(agreeing, { x: 10 })).toThrow('found a difference between rules 1, 3');
  });

  it('gives its default outputs when no rule matches', () => {
    const logic = table('UNIQUE', ['x'], ['y', 'z'], [['1', '1', '2']]);
    const outputs = logic.outputs.map((output, at) =>
      at === 0 ? { ...output, defaultEntry: feel('9') } : output,
    );
    expect(decide({ ...logic, outputs }, { x: 5 })).toMatchObject({
      result: { y: 9, z: null },
      rows: [{ y: 9, z: null }],
      matchedRules: [],
    });
  });

  it('refuses an input that is not among the input values, or of another type', () => {
    const logic = table('UNIQUE', ['x'], ['y'], [['-', '1']]);
    const inputs = logic.inputs.map((input) => ({
      ...input,
      values: feel('"a", "b"'),
      type: typeNamed('string'),
    }));
    expect(decide({ ...logic, inputs }, { x: 'a' }).result).toBe(1);
    expect(decide({ ...logic, inputs }, { x: null }).result).toBe(1);
    expect(() => decide({ ...logic, inputs }, { x: 'secret' })).toThrow("expected input 'x' to be one of");
    expect(() => decide({ ...logic, inputs }, { x: 'secret' })).not.toThrow('secret');
    expect(() => decide({ ...logic, inputs }, { x: 5 })).toThrow("expected input 'x' to be a string");
  });

  it('refuses an output that is not among the output values, and says in which rule', () => {
    const logic = table(
      'FIRST',
      ['x'],
      ['y: 1, 2'],
      [
        ['1', '1'],
        ['2', 'x + 1'],
      ],
    );
    expect(decide(logic, { x: 1 }).result).toBe(1);
    expect(() => decide(logic, { x: 2 })).toThrow(expect.objectContaining({ rule: 2, decisionName: 'd' }));
    expect(() => decide(logic, { x: 2 })).toThrow(
      "rule 2: expected output 'y' to be one of its output values",
    );
  });

  it('reads texts as dates where a column says so', () => {
    const logic = table('UNIQUE', ['due'], ['late'], [['< date("2026-01-31")', 'true']]);
    const inputs = logic.inputs.map((input) => ({ ...input, type: typeNamed('date') }));
    expect(decide({ ...logic, inputs }, { due: '2026-01-30' }).result).toBe(true);
    expect(decide({ ...logic, inputs }, { due: '2026-02-01' }).result).toBe(null);
  });

  it('takes JUEL for cells, inputs and outputs, and knows the input by the name the column gives it', () => {
    const logic = table('UNIQUE', ['x'], ['y'], [['-', '-']]);
    const [input] = logic.inputs;
    if (input === undefined) throw new Error('the table has one input');
    const juel = (source: string) => ({ language: 'juel' as const, source });
    const inputs = [{ ...input, expression: juel('${x + 1}'), variable: 'amount' }];
    const rules = [{ id: 'r', tests: [juel('${amount > 5}')], entries: [juel('${x * 2}')] }];
    expect(decide({ ...logic, inputs, rules }, { x: 5 }).result).toBe(10);
    expect(decide({ ...logic, inputs, rules }, { x: 4 }).result).toBe(null);
  });

  it('says which cell cannot be evaluated', () => {
    const logic = table(
      'FIRST',
      ['x'],
      ['y'],
      [
        ['1', '1'],
        ['nosuch(?)', '2'],
      ],
    );
    expect(() => decide(logic, { x: 3 })).toThrow(
      "decision 'd', rule 2: input 'x': unknown function 'nosuch' at position 0 in feel expression 'nosuch(?)'",
    );
  });

  it('does not hold up the thread that decides', () => {
    const heavy = Array.from({ length: 60 }, () => ['count(for i in 1..4000 return i) = ?', '1']);
    expect(() => decide(table('COLLECT', ['x'], ['y'], heavy), { x: 1 })).toThrow('expected at most 100000');
  });
});
