import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** Nothing leads into a start event and nothing leads out of an end event. */
export const eventDirection: Check = ({ graph }) =>
  graph.flows.flatMap((flow) => {
    const intoStart = graph.nodes.get(flow.targetId ?? '')?.tag === 'startEvent';
    const outOfEnd = graph.nodes.get(flow.sourceId ?? '')?.tag === 'endEvent';
    return [
      ...(intoStart ? [`Expected no flow into start event '${flow.targetId}', but found '${flow.id}'`] : []),
      ...(outOfEnd ? [`Expected no flow out of end event '${flow.sourceId}', but found '${flow.id}'`] : []),
    ].map((message) => errorAt(flow.id, 'event-direction', message));
  });
