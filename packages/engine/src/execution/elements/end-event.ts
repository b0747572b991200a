import { completeScopeIfEmpty } from '../scope.ts';
import { planThrow } from '../throws.ts';
import { activated, type Behaviour } from './behaviour.ts';

/**
 * Throws what it is given (BPMN 2.0 §10.5.3, §13.5.6). What ends the things around it is done after its own
 * completion, so that it shows as completed while all others of its scope are terminated.
 */
export const endEvent: Behaviour<'endEvent'> = {
  activate(turn, node, element) {
    const planned = node.throws.map((thrown) => planThrow(turn, element, thrown));
    activated(turn, element);
    for (const { kind, carryOut } of planned) if (kind !== 'ending') carryOut();
    if (planned.some(({ kind }) => kind === 'waiting')) return 'waits';
    const ending = planned.filter(({ kind }) => kind === 'ending');
    if (ending.length === 0) return 'passes';
    const { scopeId } = element;
    turn.record({ type: 'elementCompleted', elementId: node.id, elementInstanceId: element.id });
    for (const { carryOut } of ending) carryOut();
    const scopeLives = scopeId === turn.state.instanceId || turn.state.elements.has(scopeId);
    if (scopeLives) completeScopeIfEmpty(turn, scopeId);
    return 'stopped';
  },
  leave: () => [],
};
