import { type Behaviour, passes } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/** What it waits for is watched from outside, or by the scope of its event subprocess: a token here has begun. */
export const startEvent: Behaviour<'startEvent'> = {
  activate: passes,
  leave: (turn, node) => outgoingFlows(turn, node.id),
};
