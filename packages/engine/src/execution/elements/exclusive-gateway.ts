import { type Behaviour, passes } from './behaviour.ts';
import { exclusiveChoice } from './outgoing.ts';

export const exclusiveGateway: Behaviour<'exclusiveGateway'> = {
  activate: passes,
  leave: exclusiveChoice,
};
