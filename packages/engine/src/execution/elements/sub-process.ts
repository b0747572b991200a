import type { Behaviour } from './behaviour.ts';
import { enterScope } from './enter-scope.ts';
import { conditionalSplit } from './outgoing.ts';

/** Embedded subprocess (BPMN 2.0 §13.3.4): its content runs in a scope of its own. */
export const subProcess: Behaviour<'subProcess'> = {
  activate: enterScope,
  leave: conditionalSplit,
};
