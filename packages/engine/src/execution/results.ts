import type { ActivityNode } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';
import { propagateVariables } from './variables.ts';

/**
 * What an activity brought back. With output mappings the results stay local and only the mappings
 * leave the activity; without, every result goes to the enclosing scopes.
 */
export function writeResults(
  turn: Turn,
  node: ActivityNode,
  element: ElementInstance,
  results: JsonObject,
): void {
  if (node.outputs.length === 0) {
    propagateVariables(turn, element.scopeId, results);
  } else if (Object.keys(results).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: element.id, variables: results });
  }
}
