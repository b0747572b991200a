import type { Behaviour } from './behaviour.ts';
import { enterScope } from './enter-scope.ts';
import { conditionalSplit } from './outgoing.ts';

/** A subprocess (BPMN 2.0 §13.3.4) that a cancel end event in it undoes and leaves in another way (§10.3.5). */
export const transaction: Behaviour<'transaction'> = {
  activate: enterScope,
  leave: conditionalSplit,
};
