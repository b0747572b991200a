import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** The engine knows nothing of its work: it passes (BPMN 2.0 §13.3.3). */
export const manualTask: Behaviour<'manualTask'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: conditionalSplit,
};
