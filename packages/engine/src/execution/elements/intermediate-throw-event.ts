import { takeFlows } from '../place-token.ts';
import { completeScopeIfEmpty } from '../scope.ts';
import { planThrow } from '../throws.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { outgoingFlows } from './outgoing.ts';

/**
 * Throws and goes on (BPMN 2.0 §10.5.4). An escalation may interrupt the scope the token is in, a link
 * moves the token elsewhere: both are done when the token has been passed on.
 */
export const intermediateThrowEvent: Behaviour<'intermediateThrowEvent'> = {
  activate(turn, node, element) {
    const planned = node.throws.map((thrown) => planThrow(turn, element, thrown));
    activated(turn, element);
    for (const { kind, carryOut } of planned) if (kind !== 'ending') carryOut();
    if (planned.some(({ kind }) => kind === 'waiting')) return 'waits';
    const ending = planned.filter(({ kind }) => kind === 'ending');
    if (ending.length === 0) return 'passes';
    const { scopeId } = element;
    turn.record({ type: 'elementCompleted', elementId: node.id, elementInstanceId: element.id });
    takeFlows(turn, scopeId, outgoingFlows(turn, node.id));
    for (const { carryOut } of ending) carryOut();
    const scopeLives = scopeId === turn.state.instanceId || turn.state.elements.has(scopeId);
    if (scopeLives) completeScopeIfEmpty(turn, scopeId);
    return 'stopped';
  },
  leave: (turn, node) => outgoingFlows(turn, node.id),
};
