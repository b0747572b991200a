import type { CallVariables } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ElementInstance } from './state.ts';
import { type Turn, visibleVariables } from './turn.ts';
import { evaluateInContext, evaluateMappings } from './variables.ts';

/** The variables an element gives to a process it calls or a signal it throws. */
export function passedIn(turn: Turn, passIn: CallVariables, { id }: ElementInstance): JsonObject {
  const passed = Object.create(null) as Record<string, Json>;
  switch (passIn.every) {
    case 'all':
      Object.assign(passed, visibleVariables(turn.state, id));
      break;
    case 'local':
      Object.assign(passed, turn.state.variables.get(id));
      break;
    case 'none':
      break;
  }
  Object.assign(passed, evaluateMappings(turn, id, passIn.mappings));
  const own = turn.state.variables.get(id) ?? {};
  return Object.assign(passed, evaluateInContext(turn, passIn.localMappings ?? [], own));
}
