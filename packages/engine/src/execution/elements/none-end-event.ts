import { activated, type Behaviour } from './behaviour.ts';

export const noneEndEvent: Behaviour<'noneEndEvent'> = {
  activate(turn, _node, element) {
    activated(turn, element);
    return 'passes';
  },
  leave: () => [],
};
