import type { DecisionLogic, DecisionModel, TextExpression } from '@wbpm/engine';

/** A piece of logic with the decision or knowledge model it belongs to. */
export interface PlacedLogic {
  /** The nearest element with an id. */
  readonly elementId: string;
  readonly ownerName: string;
  readonly logic: DecisionLogic;
}

/** Every boxed expression of a model, outer ones first. */
export function logicOf(model: Pick<DecisionModel, 'decisions' | 'knowledge'>): readonly PlacedLogic[] {
  return [
    ...model.decisions.flatMap(({ id, name, logic }) => (logic === null ? [] : within(logic, id, name))),
    ...model.knowledge.flatMap(({ id, variable, logic }) => within(logic, id, variable.name)),
  ];
}

function within(logic: DecisionLogic, outerId: string, ownerName: string): readonly PlacedLogic[] {
  const elementId = logic.id ?? outerId;
  const inner = partsOf(logic).flatMap((part) => within(part, elementId, ownerName));
  return [{ elementId, ownerName, logic }, ...inner];
}

function partsOf(logic: DecisionLogic): readonly DecisionLogic[] {
  switch (logic.kind) {
    case 'literalExpression':
    case 'decisionTable':
      return [];
    case 'context':
      return logic.entries.map(({ value }) => value);
    case 'invocation':
      return [logic.called, ...logic.bindings.flatMap(({ value }) => value ?? [])];
    case 'list':
      return logic.items;
    case 'relation':
      return logic.rows.flat();
    case 'functionDefinition':
      return logic.body === null ? [] : [logic.body];
    case 'conditional':
      return [logic.condition, logic.whenTrue, logic.whenFalse];
    case 'filter':
      return [logic.list, logic.match];
    case 'iteration':
      return [logic.list, logic.each];
  }
}

/** An expression inside a table or on its own, with what a person calls its place. */
export interface PlacedExpression {
  readonly elementId: string;
  readonly place: string;
  readonly form: 'expression' | 'tests';
  readonly expression: TextExpression;
}

/** Every expression and every cell of a model that holds something. */
export function expressionsOf(model: DecisionModel): readonly PlacedExpression[] {
  return logicOf(model)
    .flatMap(expressionsIn)
    .filter(({ expression }) => expression.source !== '');
}

function expressionsIn({ elementId, ownerName, logic }: PlacedLogic): readonly PlacedExpression[] {
  const of = `of '${ownerName}'`;
  if (logic.kind === 'literalExpression') {
    return [{ elementId, place: `the expression ${of}`, form: 'expression', expression: logic.expression }];
  }
  if (logic.kind !== 'decisionTable') return [];
  return [
    ...logic.inputs.flatMap(({ id, label, expression, values }): readonly PlacedExpression[] => {
      const clause = { elementId: id ?? elementId, place: `input '${label}' ${of}` };
      const listed = values === null ? [] : [{ ...clause, form: 'tests' as const, expression: values }];
      return [{ ...clause, form: 'expression', expression }, ...listed];
    }),
    ...logic.outputs.flatMap(({ id, name, values, defaultEntry }): readonly PlacedExpression[] => {
      const clause = { elementId: id ?? elementId, place: `output '${name}' ${of}` };
      return [
        ...(values === null ? [] : [{ ...clause, form: 'tests' as const, expression: values }]),
        ...(defaultEntry === null
          ? []
          : [{ ...clause, form: 'expression' as const, expression: defaultEntry }]),
      ];
    }),
    ...logic.rules.flatMap((rule, index): readonly PlacedExpression[] => {
      const cell = (name: string) => ({ elementId: rule.id, place: `rule ${index + 1}, ${name}, ${of}` });
      return [
        ...rule.tests.map((expression, column) => ({
          ...cell(`input '${logic.inputs[column]?.label ?? column + 1}'`),
          form: 'tests' as const,
          expression,
        })),
        ...rule.entries.map((expression, column) => ({
          ...cell(`output '${logic.outputs[column]?.name ?? column + 1}'`),
          form: 'expression' as const,
          expression,
        })),
      ];
    }),
  ];
}
