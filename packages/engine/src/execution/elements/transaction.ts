import { beginScope, completeScopeIfEmpty, planScope } from '../scope.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** A subprocess (BPMN 2.0 §13.3.4) that a cancel end event in it undoes and leaves in another way (§10.3.5). */
export const transaction: Behaviour<'transaction'> = {
  activate(turn, node, element) {
    const planned = planScope(turn, node.id, element.id);
    activated(turn, element);
    beginScope(turn, node.id, element.id, planned);
    completeScopeIfEmpty(turn, element.id);
    return 'waits';
  },
  leave: conditionalSplit,
};
