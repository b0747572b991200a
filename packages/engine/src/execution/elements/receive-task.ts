import { openSubscriptions, planSubscriptions, triggersOf } from '../subscribe.ts';
import { activated, type Behaviour, waits } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Waits for its message; without one, until somebody triggers it (BPMN 2.0 §13.3.3). */
export const receiveTask: Behaviour<'receiveTask'> = {
  activate(turn, node, element) {
    if (element.triggered) {
      activated(turn, element);
      return 'passes';
    }
    const triggers = triggersOf(node);
    const planned = planSubscriptions({ id: node.id, triggers }, turn.expressionContext(element.id));
    activated(turn, element);
    openSubscriptions(turn, planned, element.id);
    return waits(turn, element, triggers.length > 0 ? 'event' : 'trigger');
  },
  leave: conditionalSplit,
};
