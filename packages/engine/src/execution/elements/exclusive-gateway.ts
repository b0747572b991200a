import { activated, type Behaviour } from './behaviour.ts';
import { exclusiveChoice } from './outgoing.ts';

export const exclusiveGateway: Behaviour<'exclusiveGateway'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: exclusiveChoice,
};
