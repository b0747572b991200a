import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isActivity } from './event-kinds.ts';

/** An ad-hoc subprocess holds activities, and neither start nor end events (BPMN 2.0 §10.3.5). */
export const adHoc: Check = ({ graph }) =>
  graph.scopes
    .filter(({ element }) => element.$type === 'bpmn:AdHocSubProcess')
    .flatMap((scope) => {
      const content = graph.content.get(scope) ?? [];
      const events = content.filter(({ tag }) => tag === 'startEvent' || tag === 'endEvent');
      return [
        ...events.map(
          ({ id }) =>
            `Expected no start and end events in ad-hoc subprocess '${scope.id}', but found '${id}'`,
        ),
        ...(content.some(isActivity)
          ? []
          : [`Expected an activity in ad-hoc subprocess '${scope.id}', but found none`]),
      ].map((message) => errorAt(scope.id, 'ad-hoc', message));
    });
