import type { FlowNode } from '../../model/flow-node.ts';
import type { Loop } from '../../model/loop.ts';
import type { LoopProgress } from '../state.ts';
import type { Turn } from '../turn.ts';

export function progressOf(turn: Turn, bodyId: string): LoopProgress {
  const progress = turn.state.loops.get(bodyId);
  if (progress === undefined) throw new Error(`Expected a loop under way, but found none: ${bodyId}`);
  return progress;
}

/** An instance of a loop belongs to an activity that loops. */
export function loopOf(node: FlowNode): Loop {
  if (!('loop' in node) || node.loop === null) throw new Error(`Expected '${node.id}' to be a loop`);
  return node.loop;
}
