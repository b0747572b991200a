import type { JsonObject } from '../../model/json.ts';
import { completeScopeIfEmpty } from '../scope.ts';
import type { ElementInstance } from '../state.ts';
import { closeCompensation, discardCompensations } from '../termination.ts';
import type { Turn } from '../turn.ts';
import { propagateVariables } from '../variables.ts';
import { goOnAfter } from './compensate.ts';
import type { Undoing } from './compensation.ts';

/** An activity is undone: what it and its content have kept is done with. */
export function completeHandler(
  turn: Turn,
  element: ElementInstance,
  { compensationId }: Undoing,
  outputs: JsonObject,
): void {
  const { scopeId } = element;
  propagateVariables(turn, scopeId, outputs);
  turn.record({ type: 'elementCompleted', elementId: element.elementId, elementInstanceId: element.id });
  discardCompensations(turn, element.id);
  closeCompensation(turn, compensationId);
  goOnAfter(turn, element);
  const scopeLives = scopeId === turn.state.instanceId || turn.state.elements.has(scopeId);
  if (scopeLives) completeScopeIfEmpty(turn, scopeId);
}
