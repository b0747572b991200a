import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A sequence flow leads from one flow node of the process to another. */
export const flowEnds: Check = ({ graph, danglingIds }) =>
  graph.flows.flatMap((flow) => {
    if (danglingIds.has(flow.id)) return [];
    const missing = [
      ...(flow.sourceId === null ? ['sourceRef'] : []),
      ...(flow.targetId === null ? ['targetRef'] : []),
    ];
    return missing.map((end) =>
      errorAt(
        flow.id,
        'flow-ends',
        `Expected ${end} of sequence flow '${flow.id}' to name a flow node of the process, but found none`,
      ),
    );
  });
