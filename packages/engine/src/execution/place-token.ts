import type { SequenceFlow } from '../model/process.ts';
import type { EventOf } from './event.ts';
import type { Turn } from './turn.ts';

type Placement = Pick<EventOf<'elementReady'>, 'elementId' | 'scopeId'> &
  Partial<Pick<EventOf<'elementReady'>, 'flowId' | 'index' | 'triggered' | 'undoes'>>;

/** A new token at an element; returns the id of the element instance. */
export function placeToken(turn: Turn, { flowId = null, ...placement }: Placement): string {
  const elementInstanceId = turn.env.newId();
  turn.record({ type: 'elementReady', elementInstanceId, flowId, ...placement });
  return elementInstanceId;
}

/** A token over each of the flows. */
export function takeFlows(turn: Turn, scopeId: string, flows: readonly SequenceFlow[]): void {
  for (const flow of flows) placeToken(turn, { elementId: flow.targetId, scopeId, flowId: flow.id });
}
