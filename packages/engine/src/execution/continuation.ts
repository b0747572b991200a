import type { FlowNode } from '../model/flow-node.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';

/** Marks the subscription that takes an element up again, among those of its triggers. */
export const continuationIndex = -1;

/**
 * Where the model asks for it, a token rests before or after its element until the host takes it up in a
 * turn of its own: a timer that is due at once. True: it rests now.
 */
export function restsFirst(turn: Turn, node: FlowNode, element: ElementInstance): boolean {
  const { asyncBefore, asyncAfter } = element.index === null ? node : instancesOf(node);
  const asked = element.status === 'ready' ? asyncBefore : asyncAfter;
  if (asked !== true || element.wait?.kind === 'async') return false;
  const of = { elementId: node.id, elementInstanceId: element.id };
  if (element.status === 'active') turn.record({ type: 'elementCompleting', ...of });
  turn.record({
    type: 'subscriptionOpened',
    ...of,
    subscriptionId: turn.env.newId(),
    triggerIndex: continuationIndex,
    awaited: { kind: 'timer', dueAt: turn.env.now, repeat: null },
  });
  turn.record({ type: 'waitStarted', ...of, wait: 'async' });
  return true;
}

interface Resting {
  readonly asyncBefore?: boolean;
  readonly asyncAfter?: boolean;
}

/** What is asked of the instances of a multi-instance activity. */
function instancesOf(node: FlowNode): Resting {
  return 'loop' in node && node.loop?.kind === 'multiInstance' ? node.loop : {};
}
