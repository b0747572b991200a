import { type Behaviour, passes } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** The engine knows nothing of its work: it passes (BPMN 2.0 §13.3.3). */
export const manualTask: Behaviour<'manualTask'> = {
  activate: passes,
  leave: conditionalSplit,
};
