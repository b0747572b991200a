import { openSubscriptions, planSubscriptions } from '../subscribe.ts';
import { activated, type Behaviour, waits } from './behaviour.ts';
import { eventSplit } from './outgoing.ts';

export const intermediateCatchEvent: Behaviour<'intermediateCatchEvent'> = {
  activate(turn, node, element) {
    if (element.triggered) {
      activated(turn, element);
      return 'passes';
    }
    const planned = planSubscriptions(node, turn.expressionContext(element.id));
    activated(turn, element);
    openSubscriptions(turn, planned, element.id);
    return waits(turn, element, 'event');
  },
  leave: eventSplit,
};
