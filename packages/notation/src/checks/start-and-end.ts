import { warningAt } from '../finding.ts';
import { labelOf } from '../moddle.ts';
import { startsWithStartEvent } from '../source-graph.ts';
import type { Check } from './check.ts';

/** Where a scope shows its start it shows its end, and the other way round (BPMN 2.0 §10.5.2, §10.5.3). */
export const startAndEnd: Check = ({ graph }) =>
  graph.scopes.filter(startsWithStartEvent).flatMap((scope) => {
    const tags = new Set((graph.content.get(scope) ?? []).map(({ tag }) => tag));
    const [has, lacks] = tags.has('startEvent') ? ['a start', 'an end'] : ['an end', 'a start'];
    if (tags.has('startEvent') === tags.has('endEvent')) return [];
    const message = `Expected '${labelOf(scope.element)}', which has ${has} event, to have ${lacks} event, but found none`;
    return [warningAt(scope.id ?? graph.processId, 'start-and-end', message)];
  });
