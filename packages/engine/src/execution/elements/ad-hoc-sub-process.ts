import type { Json } from '../../model/json.ts';
import { activeElementIds, conditionHoldsAlready } from '../ad-hoc.ts';
import { placeToken } from '../place-token.ts';
import { beginScope, planScope } from '../scope.ts';
import { activated, type Behaviour, waits } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Its content runs when somebody activates it (BPMN 2.0 §13.3.5), but for what it activates at once. */
export const adHocSubProcess: Behaviour<'adHocSubProcess'> = {
  activate(turn, node, element) {
    const planned = planScope(turn, node.id, element.id);
    const outside = turn.expressionContext(element.id);
    const variables = Object.assign(
      Object.create(null) as Record<string, Json>,
      outside.variables,
      planned.variables,
    );
    const context = { ...outside, variables };
    const elementIds = activeElementIds(turn, node, context);
    const isDone = conditionHoldsAlready(node, context);
    activated(turn, element);
    if (isDone) return 'passes';
    beginScope(turn, node.id, element.id, planned, []);
    waits(turn, element, 'adHoc');
    for (const elementId of elementIds) placeToken(turn, { elementId, scopeId: element.id });
    return 'waits';
  },
  leave: conditionalSplit,
};
