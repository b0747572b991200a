import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isEventSubProcess } from './event-kinds.ts';

/** An event subprocess has exactly one start event and stands outside the flow (BPMN 2.0 §10.3.5). */
export const eventSubprocess: Check = ({ graph }) =>
  graph.scopes.filter(isEventSubProcess).flatMap((scope) => {
    const own = (graph.content.get(scope) ?? []).filter(({ tag }) => tag === 'startEvent');
    const flows = [
      ...(graph.incoming.get(scope.id ?? '') ?? []),
      ...(graph.outgoing.get(scope.id ?? '') ?? []),
    ];
    const found = own.length === 0 ? 'none' : own.map(({ id }) => `'${id}'`).join(', ');
    return [
      ...(scope.element.$type === 'bpmn:SubProcess'
        ? []
        : [
            `Expected what an event starts to be a plain subprocess, but found '${scope.id}', which is another kind`,
          ]),
      ...(own.length === 1
        ? []
        : [`Expected exactly one start event in event subprocess '${scope.id}', but found ${found}`]),
      ...flows.map(
        ({ id }) => `Expected no flow to or from event subprocess '${scope.id}', but found '${id}'`,
      ),
    ].map((message) => errorAt(scope.id, 'event-subprocess', message));
  });
