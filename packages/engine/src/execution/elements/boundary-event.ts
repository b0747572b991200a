import { type Behaviour, passes } from './behaviour.ts';
import { eventSplit } from './outgoing.ts';

/** Its subscriptions belong to the activity it is attached to: a token here means that it has occurred. */
export const boundaryEvent: Behaviour<'boundaryEvent'> = {
  activate: passes,
  leave: eventSplit,
};
