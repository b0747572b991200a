import {
  type DecisionModel,
  type Expression,
  evaluate,
  evaluateDecision,
  type JsonObject,
} from '@wbpm/engine';
import type { Line } from './report.ts';

const variables: JsonObject = { amount: 1200, vip: true, order: { total: 12.5 }, name: 'Ada' };
const expressions: readonly Expression[] = [
  { language: 'feel', source: 'amount > 1000 and vip' },
  { language: 'feel', source: 'order.total * 2' },
  { language: 'juel', source: '${amount > 1000 && vip}' },
  { language: 'juel', source: 'Dear ${name}' },
];

/** One evaluation of a simple expression that was evaluated before, in nanoseconds. */
export function expressionCosts(evaluations: number): Line[] {
  return expressions.map((expression) => {
    const run = (count: number): number => {
      const before = process.cpuUsage();
      for (let index = 0; index < count; index += 1) evaluate(expression, { variables, now: 0 });
      const { user, system } = process.cpuUsage(before);
      return ((user + system) * 1000) / count;
    };
    run(Math.ceil(evaluations / 10));
    return {
      name: `${expression.language} ${expression.source}`,
      figures: { nanoseconds: run(evaluations) },
    };
  });
}

const any = { kind: 'any' } as const;
const feel = (source: string) => ({ language: 'feel' as const, source });

/** A table of so many rules that all have to be looked at, and of which one matches. */
function tableOf(rules: number, tests: (index: number) => string): DecisionModel {
  return {
    modelId: 'm',
    name: 'm',
    inputs: [],
    knowledge: [],
    services: [],
    oddNames: [],
    decisions: [
      {
        id: 'd',
        name: 'd',
        variable: { name: 'd', type: any },
        requires: { decisions: [], inputs: [], knowledge: [] },
        logic: {
          kind: 'decisionTable',
          id: null,
          type: any,
          hitPolicy: 'UNIQUE',
          aggregation: null,
          inputs: ['amount', 'kind'].map((name) => ({
            id: null,
            label: name,
            expression: feel(name),
            type: any,
            values: null,
            variable: name,
          })),
          outputs: [{ id: null, name: 'o', type: any, values: null, defaultEntry: null }],
          rules: Array.from({ length: rules }, (_none, index) => ({
            id: `r${index}`,
            tests: [feel(tests(index)), feel('"standard", "vip"')],
            entries: [feel(`${index} * 2`)],
          })),
        },
      },
    ],
  };
}

/** The first evaluation of a large table, which compiles it, and those after it; milliseconds. */
export function decisionCosts(evaluations: number): Line[] {
  const kinds = {
    'intervals and texts': (index: number) => `[${index}..${index + 1})`,
    'expressions over the value': (index: number) => `? >= ${index} and ? < ${index} + 1`,
  };
  return Object.entries(kinds).map(([name, tests]) => {
    const model = tableOf(1000, tests);
    const run = (count: number): number => {
      const before = process.cpuUsage();
      for (let index = 0; index < count; index += 1) {
        const { result } = evaluateDecision(model, 'd', { amount: 500, kind: 'vip' }, 0);
        if (result !== 1000) throw new Error(`Expected 1000, but found ${JSON.stringify(result)}`);
      }
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000 / count;
    };
    const first = run(1);
    run(Math.ceil(evaluations / 10));
    return { name: `table of 1,000 rules, ${name}`, figures: { firstMs: first, nextMs: run(evaluations) } };
  });
}
