import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/**
 * Waits for a token on each of its flows that one can still arrive on, then sends one over every flow whose
 * condition holds (BPMN 2.0 §13.4.3). When to wait no longer is seen once the other tokens have come to rest.
 */
export const inclusiveGateway: Behaviour<'inclusiveGateway'> = {
  activate(turn, node, element) {
    activated(turn, element);
    if ((turn.graph.incoming.get(node.id)?.length ?? 0) <= 1) return 'passes';
    turn.record({ type: 'joinReached', elementId: node.id, elementInstanceId: element.id });
    return 'waits';
  },
  leave: conditionalSplit,
};
