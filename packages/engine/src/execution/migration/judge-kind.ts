import type { FlowNode } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { isForCompensation, kindOf, loopKind } from './kind-of.ts';
import type { MigrationRequest } from './migration.ts';
import { byMapping, type Obstacle } from './obstacle.ts';
import { renamed } from './renaming.ts';

/** `leavesLoop`: it goes on by itself, out of the loop it is an instance of. */
export function kindDiffers(
  turn: Turn,
  elementId: string,
  { target, mapping }: MigrationRequest,
  leavesLoop = false,
): Obstacle | null {
  const node = turn.graph.nodes.get(elementId);
  const to = renamed(mapping, elementId);
  const next = target.nodes.get(to);
  if (next === undefined) return byMapping(`Expected the target to have an element '${to}', but it has none`);
  if (node === undefined) throw new Error(`Expected element '${elementId}' in the process`);
  if (kindOf(node) !== kindOf(next))
    return byMapping(`Expected '${to}' to be a ${node.type}, but it is a ${next.type} in the target`);
  const [loop, nextLoop] = [loopKind(node), loopKind(next)];
  if (loop !== nextLoop && !leavesLoop)
    return byMapping(`Expected '${to}' to be ${loop}, but it is ${nextLoop} in the target`);
  if (isForCompensation(node) !== isForCompensation(next))
    return byMapping(`Expected '${to}' to be for compensation in both definitions or in none`);
  return null;
}

/** What it waits for must be what its like waits for in the target. */
export function worksOtherwise(
  turn: Turn,
  element: ElementInstance,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const node = turn.nodeOf(element);
  const to = renamed(mapping, element.elementId);
  const next = target.nodes.get(to);
  if (next === undefined || element.status === 'ready') return null;
  const differs = byMapping(
    `Expected '${to}' to do its work as before, but it does it in another way in the target`,
  );
  if ('work' in node && 'work' in next && node.work.kind !== next.work.kind) return differs;
  if (node.type === 'receiveTask' && next.type === 'receiveTask') {
    return (node.message === null) === (next.message === null) ? null : differs;
  }
  if (element.wait?.kind === 'compensation' && node.type !== next.type) return differs;
  return element.wait?.kind === 'job' && sends(node) && !sends(next) ? differs : null;
}

function sends(node: FlowNode): boolean {
  return 'throws' in node && node.throws.some((thrown) => thrown.kind === 'message' && thrown.job !== null);
}
