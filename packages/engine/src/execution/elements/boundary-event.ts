import { activated, type Behaviour } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/** Its subscriptions belong to the activity it is attached to: a token here means that it has occurred. */
export const boundaryEvent: Behaviour<'boundaryEvent'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};
