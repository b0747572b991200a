import { eventDefinitionsOf } from '../compile/not-executable.ts';
import { errorAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { Check } from './check.ts';

/** A conditional event has its condition. */
export const conditionPresent: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) =>
    eventDefinitionsOf(node.element)
      .filter(
        (definition) =>
          definition.$type === 'bpmn:ConditionalEventDefinition' && childOf(definition, 'condition') === null,
      )
      .map(() => {
        const message = `Expected a condition at event '${node.id}', but found none`;
        return errorAt(node.id, 'condition-present', message);
      }),
  );
