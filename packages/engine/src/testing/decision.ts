import type {
  DecisionLogic,
  DecisionModel,
  DecisionNode,
  DecisionTable,
  HitPolicy,
} from '../decision/decision-model.ts';
import type { DecisionType, SimpleType } from '../decision/decision-type.ts';
import type { TextExpression } from '../model/expression.ts';

export const anything: DecisionType = { kind: 'any' };

export function typeNamed(name: SimpleType): DecisionType {
  return { kind: 'simple', name, allowed: null };
}

export function feel(source: string): TextExpression {
  return { language: 'feel', source };
}

export function literal(source: string): DecisionLogic {
  return { kind: 'literalExpression', id: null, type: anything, expression: feel(source) };
}

/** A rule as a row of cells: the tests, then the outputs. */
export type Cells = readonly string[];

/** A table with inputs named as the variables they read; its outputs are `name` or `name: values`. */
export function table(
  hitPolicy: HitPolicy,
  inputs: readonly string[],
  outputs: readonly string[],
  rules: readonly Cells[],
  changes: Partial<DecisionTable> = {},
): DecisionTable {
  return {
    kind: 'decisionTable',
    id: null,
    type: anything,
    hitPolicy,
    aggregation: null,
    inputs: inputs.map((name) => ({
      id: null,
      label: name,
      expression: feel(name),
      type: anything,
      values: null,
      variable: 'cellInput',
    })),
    outputs: outputs.map((text) => {
      const [name = '', values] = text.split(': ');
      const listed = values === undefined ? null : feel(values);
      return { id: null, name, type: anything, values: listed, defaultEntry: null };
    }),
    rules: rules.map((cells, index) => ({
      id: `r${index + 1}`,
      tests: cells.slice(0, inputs.length).map(feel),
      entries: cells.slice(inputs.length).map(feel),
    })),
    ...changes,
  };
}

export function decision(
  id: string,
  logic: DecisionLogic | null,
  requires: Partial<DecisionNode['requires']> = {},
  type: DecisionType = anything,
): DecisionNode {
  const none = { decisions: [], inputs: [], knowledge: [] };
  return { id, name: id, variable: { name: id, type }, requires: { ...none, ...requires }, logic };
}

export function decisionModel(
  decisions: readonly DecisionNode[],
  rest: Partial<Omit<DecisionModel, 'decisions'>> = {},
): DecisionModel {
  const none = { inputs: [], knowledge: [], services: [], oddNames: [] };
  return { modelId: 'm', name: 'Model', decisions, ...none, ...rest };
}
