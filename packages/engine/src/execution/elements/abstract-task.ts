import { type Behaviour, passes } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

export const abstractTask: Behaviour<'task'> = {
  activate: passes,
  leave: conditionalSplit,
};
