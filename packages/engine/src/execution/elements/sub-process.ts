import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Embedded subprocess (BPMN 2.0 §13.3.4): its content runs in a scope of its own. */
export const subProcess: Behaviour<'subProcess'> = {
  activate(turn, node, element) {
    const start = turn.graph.starts.get(node.id);
    activated(turn, element);
    if (start === undefined) return 'passes';
    turn.record({
      type: 'elementReady',
      elementId: start.id,
      elementInstanceId: turn.env.newId(),
      scopeId: element.id,
      flowId: null,
    });
    return 'waits';
  },
  leave: conditionalSplit,
};
