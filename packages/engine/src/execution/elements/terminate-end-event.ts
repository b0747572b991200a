import { completeScopeIfEmpty } from '../scope.ts';
import { terminateChildren } from '../termination.ts';
import { activated, type Behaviour } from './behaviour.ts';

/** Ends itself first, so that it shows as completed while all others of its scope are terminated. */
export const terminateEndEvent: Behaviour<'terminateEndEvent'> = {
  activate(turn, _node, element) {
    const { scopeId } = element;
    activated(turn, element);
    turn.record({ type: 'elementCompleted', elementId: element.elementId, elementInstanceId: element.id });
    terminateChildren(turn, scopeId);
    completeScopeIfEmpty(turn, scopeId);
    return 'stopped';
  },
  leave: () => [],
};
