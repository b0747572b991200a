import { activated, type Behaviour } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

export const noneStartEvent: Behaviour<'noneStartEvent'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};
