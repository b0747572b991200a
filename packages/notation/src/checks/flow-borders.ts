import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A sequence flow stays within its process or subprocess (BPMN 2.0 §7.6.1). */
export const flowBorders: Check = ({ graph }) =>
  graph.flows.flatMap((flow) => {
    const source = graph.nodes.get(flow.sourceId ?? '');
    const target = graph.nodes.get(flow.targetId ?? '');
    if (source === undefined || target === undefined || source.scope === target.scope) return [];
    const message = `Expected sequence flow '${flow.id}' to stay within its subprocess, but found it leading from '${source.id}' across a border to '${target.id}'`;
    return [errorAt(flow.id, 'flow-borders', message)];
  });
