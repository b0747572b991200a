import type { DecisionLogic, DecisionModel } from '@wbpm/engine';
import { logicOf } from './walk.ts';

/** Every name under which the expressions of a model can see something. */
export function namesIn(model: Omit<DecisionModel, 'oddNames'>): readonly string[] {
  return [
    ...[...model.decisions, ...model.inputs, ...model.knowledge, ...model.services].map(
      ({ variable }) => variable.name,
    ),
    ...logicOf(model).flatMap(({ logic }) => ownNames(logic)),
  ];
}

function ownNames(logic: DecisionLogic): readonly string[] {
  switch (logic.kind) {
    case 'decisionTable':
      return [...logic.inputs.map(({ variable }) => variable), ...logic.outputs.map(({ name }) => name)];
    case 'context':
      return logic.entries.flatMap(({ name }) => name ?? []);
    case 'relation':
      return logic.columns;
    case 'functionDefinition':
      return logic.parameters.map(({ name }) => name);
    case 'iteration':
      return [logic.iterator];
    case 'invocation':
      return logic.bindings.map(({ name }) => name);
    case 'literalExpression':
    case 'list':
    case 'conditional':
    case 'filter':
      return [];
  }
}
