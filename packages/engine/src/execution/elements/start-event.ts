import { type Behaviour, passes } from './behaviour.ts';
import { eventSplit } from './outgoing.ts';

/** What it waits for is watched from outside, or by the scope of its event subprocess: a token here has begun. */
export const startEvent: Behaviour<'startEvent'> = {
  activate: passes,
  leave: eventSplit,
};
