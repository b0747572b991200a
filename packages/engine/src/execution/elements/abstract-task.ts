import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

export const abstractTask: Behaviour<'task'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: conditionalSplit,
};
