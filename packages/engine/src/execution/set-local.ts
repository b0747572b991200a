import type { JsonObject } from '../model/json.ts';
import type { Turn } from './turn.ts';

export function setLocal(turn: Turn, scopeId: string, variables: JsonObject): void {
  if (Object.keys(variables).length > 0) turn.record({ type: 'variablesSet', scopeId, variables });
}
