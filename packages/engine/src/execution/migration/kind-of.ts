import type { FlowNode, FlowNodeType } from '../../model/flow-node.ts';

/** What has content that runs in a scope of its own is of one kind, whatever begins it. */
export function kindOf({ type }: FlowNode): FlowNodeType {
  return type === 'eventSubProcess' || type === 'transaction' ? 'subProcess' : type;
}

export function hasLoop(node: FlowNode): boolean {
  return 'loop' in node && node.loop !== null;
}

export function loopKind(node: FlowNode): string {
  if (!('loop' in node) || node.loop === null) return 'no loop';
  if (node.loop.kind === 'standard') return 'a loop';
  return node.loop.sequential ? 'a sequential multi-instance activity' : 'a parallel multi-instance activity';
}

/** A handler, which runs to undo something and at no other time. */
export function isForCompensation(node: FlowNode): boolean {
  return 'forCompensation' in node && node.forCompensation;
}
