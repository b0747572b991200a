import { placeToken } from '../place-token.ts';
import { beginScope, completeScopeIfEmpty, planScope } from '../scope.ts';
import { activated, type Behaviour } from './behaviour.ts';

/** Begins at its start event, which has occurred (BPMN 2.0 §13.5.4). No flow leaves it. */
export const eventSubProcess: Behaviour<'eventSubProcess'> = {
  activate(turn, node, element) {
    const planned = planScope(turn, node.id, element.id);
    activated(turn, element);
    beginScope(turn, node.id, element.id, planned);
    const start = turn.graph.scopes.get(node.id)?.nodes.find((inner) => inner.type === 'startEvent');
    if (start !== undefined) placeToken(turn, { elementId: start.id, scopeId: element.id, triggered: true });
    completeScopeIfEmpty(turn, element.id);
    return 'waits';
  },
  leave: () => [],
};
