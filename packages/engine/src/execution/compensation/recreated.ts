import type { FlowNode } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';

/**
 * A completed activity that is undone from within stands for its former self: it has its variables and
 * nothing else of it, neither boundary events, nor mappings, nor flows. What undoes it is done in it.
 */
export function isRecreated(node: FlowNode, { undoes }: ElementInstance): boolean {
  return undoes !== null && !('forCompensation' in node && node.forCompensation);
}
