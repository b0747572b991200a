import type { Json, JsonObject } from '../../model/json.ts';
import type { ElementInstance } from '../state.ts';
import { type Turn, visibleVariables } from '../turn.ts';
import type { Undoing } from './compensation.ts';
import { keptAs } from './undoing.ts';

/**
 * What the input mappings of a handler see: its scope, and the variables of the activity when it completed.
 * Not what the mappings have assigned, so that activating it again after an incident gives the same.
 */
export function handlerVariables(turn: Turn, { scopeId }: ElementInstance, undoes: Undoing): JsonObject {
  const visible = visibleVariables(turn.state, scopeId);
  const { variables } = keptAs(turn, undoes.compensationId);
  return Object.assign(Object.create(null) as Record<string, Json>, visible, variables);
}
