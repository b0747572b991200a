import { openSubscriptions, planSubscriptions, triggersOf } from '../subscribe.ts';
import { activated, type Behaviour, waits } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/** Waits for all events behind it at once; the first that occurs takes the token (BPMN 2.0 §13.4.4). */
export const eventBasedGateway: Behaviour<'eventBasedGateway'> = {
  activate(turn, node, element) {
    const context = turn.expressionContext(element.scopeId);
    const planned = outgoingFlows(turn, node.id).flatMap(({ targetId }) => {
      const target = turn.graph.nodes.get(targetId);
      return target === undefined
        ? []
        : planSubscriptions({ id: targetId, triggers: triggersOf(target) }, context);
    });
    activated(turn, element);
    openSubscriptions(turn, planned, element.id);
    return waits(turn, element, 'event');
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};
