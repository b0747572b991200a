import { describe, expect, it } from 'vitest';
import { anything, decision, decisionModel, literal, table, typeNamed } from '../testing/decision.ts';
import { DecisionError } from './decision-error.ts';
import type { DecisionLogic, KnowledgeModel } from './decision-model.ts';
import { evaluateDecision } from './evaluate-decision.ts';

const base = { id: null, type: anything };

function knowledge(id: string, parameters: readonly string[], body: DecisionLogic | null): KnowledgeModel {
  return {
    id,
    variable: { name: id, type: anything },
    requires: { decisions: [], inputs: [], knowledge: [id] },
    logic: {
      kind: 'functionDefinition',
      ...base,
      parameters: parameters.map((name) => ({ name, type: typeNamed('number') })),
      body,
    },
  };
}

function resultOf(logic: DecisionLogic, variables = {}): unknown {
  return evaluateDecision(decisionModel([decision('d', logic)]), 'd', variables, 0).result;
}

describe('a decision', () => {
  it('makes each decision it requires once, before itself', () => {
    const model = decisionModel([
      decision('top', literal('left + right'), { decisions: ['left', 'right'] }),
      decision('left', literal('shared + 1'), { decisions: ['shared'] }),
      decision('right', literal('shared + 2'), { decisions: ['shared'] }),
      decision('shared', table('FIRST', ['x'], ['y'], [['-', 'x * 10']])),
    ]);
    const { result, matchedRules, decisions } = evaluateDecision(model, 'top', { x: 1, shared: 99 }, 0);
    expect(result).toBe(23);
    expect(matchedRules).toEqual([{ decisionId: 'shared', ruleId: 'r1', index: 0 }]);
    expect(decisions.map(({ decisionId }) => decisionId)).toEqual(['shared', 'left', 'right', 'top']);
  });

  it('is made on top of hundreds of others, and refused on top of more than can be', () => {
    const tower = (height: number) =>
      decisionModel(
        Array.from({ length: height }, (_, index) =>
          decision(`d${index}`, literal('1'), { decisions: index === 0 ? [] : [`d${index - 1}`] }),
        ),
      );
    expect(evaluateDecision(tower(500), 'd499', {}, 0).decisions).toHaveLength(500);
    expect(() => evaluateDecision(tower(20_000), 'd19999', {}, 0)).toThrow(DecisionError);
  });

  it('sees the outputs of required tables by their names, as in Camunda 7', () => {
    const model = decisionModel([
      decision('top', literal('rating'), { decisions: ['Risk class'] }),
      decision(
        'Risk class',
        table(
          'COLLECT',
          ['x'],
          ['rating'],
          [
            ['> 1', '"a"'],
            ['> 2', '"b"'],
          ],
        ),
      ),
    ]);
    expect(evaluateDecision(model, 'top', { x: 2 }, 0).result).toBe('a');
    expect(evaluateDecision(model, 'top', { x: 3 }, 0).result).toEqual(['a', 'b']);
  });

  it('reads input data as the type it has', () => {
    const inputs = [{ id: 'i', variable: { name: 'day off', type: typeNamed('date') } }];
    const model = decisionModel([decision('d', literal('day off + duration("P1D")'), { inputs: ['i'] })], {
      inputs,
      oddNames: ['day off'],
    });
    expect(evaluateDecision(model, 'd', { 'day off': '2026-01-31' }, 0).result).toBe('2026-02-01');
    expect(evaluateDecision(model, 'd', {}, 0).result).toBe(null);
    expect(() => evaluateDecision(model, 'd', { 'day off': 'soon' }, 0)).toThrow(
      "expected variable 'day off' to be a date",
    );
  });

  it('without logic takes its result from a variable', () => {
    const model = decisionModel([decision('d', null)]);
    expect(evaluateDecision(model, 'd', { d: 5 }, 0).result).toBe(5);
    expect(() => evaluateDecision(model, 'd', {}, 0)).toThrow(
      "decision 'd': expected decision logic, found none",
    );
  });

  it('of another type than declared is an error', () => {
    const model = decisionModel([decision('d', literal('"text"'), {}, typeNamed('number'))]);
    expect(() => evaluateDecision(model, 'd', {}, 0)).toThrow('expected the result to be a number');
  });

  it('that does not exist is an error', () => {
    expect(() => evaluateDecision(decisionModel([]), 'nowhere', {}, 0)).toThrow(DecisionError);
  });

  it('that no JSON can hold is an error', () => {
    expect(() => resultOf(literal('function(x) x'))).toThrow("decision 'd': the result: expected a value");
  });

  it('calls knowledge models, which may call themselves but not without end', () => {
    const factorial = knowledge('factorial', ['n'], literal('if n < 2 then 1 else n * factorial(n - 1)'));
    const model = decisionModel([decision('d', literal('factorial(x)'), { knowledge: ['factorial'] })], {
      knowledge: [factorial],
    });
    expect(evaluateDecision(model, 'd', { x: 5 }, 0).result).toBe(120);
    expect(() => evaluateDecision(model, 'd', { x: 1_000 }, 0)).toThrow('calls within each other');
    expect(evaluateDecision(model, 'd', { x: 'five' }, 0).result).toBe(null);
  });

  it('asks a decision service with what it is given', () => {
    const model = decisionModel(
      [
        decision('d', literal('service(2, 30)'), { knowledge: ['service'] }),
        decision('out', literal('x + given'), { decisions: ['given'], inputs: ['x'] }),
        decision('given', literal('1 / 0')),
      ],
      {
        inputs: [{ id: 'x', variable: { name: 'x', type: typeNamed('number') } }],
        services: [
          {
            id: 'service',
            name: 'service',
            variable: { name: 'service', type: anything },
            inputs: ['x'],
            givenDecisions: ['given'],
            outputDecisions: ['out'],
          },
        ],
      },
    );
    expect(evaluateDecision(model, 'd', {}, 0).result).toBe(32);
    expect(evaluateDecision(model, 'service', { x: 1, given: 2 }, 0).result).toBe(3);
  });

  it('is paid for as a whole', () => {
    const heavy = knowledge('heavy', ['n'], literal('count(for i in 1..5000 return i)'));
    const model = decisionModel(
      [decision('d', literal('for i in 1..500 return heavy(i)'), { knowledge: ['heavy'] })],
      {
        knowledge: [heavy],
      },
    );
    expect(() => evaluateDecision(model, 'd', {}, 0)).toThrow('evaluation steps');
    expect(evaluateDecision(decisionModel([decision('d', literal('1'))]), 'd', {}, 0).result).toBe(1);
  });
});

describe('a boxed expression', () => {
  it('context gives its entries, or the entry without a name', () => {
    const entries = [
      { name: 'a', type: anything, value: literal('1') },
      { name: 'b', type: anything, value: literal('a + 1') },
    ];
    expect(resultOf({ kind: 'context', ...base, entries })).toEqual({ a: 1, b: 2 });
    const result = { name: null, type: anything, value: literal('a + b') };
    expect(resultOf({ kind: 'context', ...base, entries: [...entries, result] })).toBe(3);
  });

  it('function sees what was in place where it was defined', () => {
    const entries = [
      { name: 'step', type: anything, value: literal('2') },
      { name: 'next', type: anything, value: literal('function(x) x + step') },
      { name: null, type: anything, value: literal('next(next(1))') },
    ];
    expect(resultOf({ kind: 'context', ...base, entries })).toBe(5);
  });

  it('invocation binds parameters by name, and refuses what is no function or no parameter', () => {
    const called: DecisionLogic = {
      kind: 'functionDefinition',
      ...base,
      parameters: [
        { name: 'a', type: anything },
        { name: 'b', type: anything },
      ],
      body: literal('a - b'),
    };
    const bindings = [
      { name: 'b', value: literal('1') },
      { name: 'a', value: literal('5') },
    ];
    expect(resultOf({ kind: 'invocation', ...base, called, bindings })).toBe(4);
    expect(() => resultOf({ kind: 'invocation', ...base, called: literal('5'), bindings })).toThrow(
      'expected a function to invoke',
    );
    const wrong = [{ name: 'c', value: literal('1') }];
    expect(() => resultOf({ kind: 'invocation', ...base, called, bindings: wrong })).toThrow(
      'expected the parameters of the function',
    );
  });

  it.each([
    ['list', { kind: 'list', ...base, items: [literal('1'), literal('2')] }, [1, 2]],
    [
      'relation',
      { kind: 'relation', ...base, columns: ['a', 'b'], rows: [[literal('1'), literal('2')]] },
      [{ a: 1, b: 2 }],
    ],
    [
      'conditional',
      {
        kind: 'conditional',
        ...base,
        condition: literal('1 > 2'),
        whenTrue: literal('1'),
        whenFalse: literal('2'),
      },
      2,
    ],
    [
      'filter',
      { kind: 'filter', ...base, list: literal('[{n: 1}, {n: 2}]'), match: literal('n > 1') },
      [{ n: 2 }],
    ],
    ['for', iteration('for', 'x * 2'), [2, 4, 6]],
    ['some', iteration('some', 'x > 2'), true],
    ['every', iteration('every', 'x > 2'), false],
  ] as const)('%s', (_, logic, expected) => {
    expect(resultOf(logic)).toEqual(expected);
  });

  it.each(['for', 'some'] as const)('%s says when a condition is no truth', (kind) => {
    if (kind === 'for') expect(resultOf(iteration(kind, '"text"'))).toEqual(['text', 'text', 'text']);
    else expect(() => resultOf(iteration(kind, '"text"'))).toThrow('to be true or false');
  });
});

function iteration(kind: 'for' | 'some' | 'every', each: string): DecisionLogic {
  return {
    kind: 'iteration',
    ...base,
    iteration: kind,
    iterator: 'x',
    list: literal('[1, 2, 3]'),
    each: literal(each),
  };
}
