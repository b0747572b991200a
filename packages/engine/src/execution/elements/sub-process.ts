import { beginScope, completeScopeIfEmpty, planScope } from '../scope.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Embedded subprocess (BPMN 2.0 §13.3.4): its content runs in a scope of its own. */
export const subProcess: Behaviour<'subProcess'> = {
  activate(turn, node, element) {
    const planned = planScope(turn, node.id, element.id);
    activated(turn, element);
    beginScope(turn, node.id, element.id, planned);
    completeScopeIfEmpty(turn, element.id);
    return 'waits';
  },
  leave: conditionalSplit,
};
