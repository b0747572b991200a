import type { Behaviour } from './behaviour.ts';
import { eventSplit } from './outgoing.ts';
import { throwAll } from './throw-all.ts';

/** Throws and goes on (BPMN 2.0 §10.5.4). */
export const intermediateThrowEvent: Behaviour<'intermediateThrowEvent'> = {
  activate: throwAll,
  leave: eventSplit,
};
