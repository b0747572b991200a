import type { BoundaryEvent } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import { goOnAfter } from './compensation/compensate.ts';
import { placeToken } from './place-token.ts';
import { writeEventResults } from './results.ts';
import type { ElementInstance } from './state.ts';
import { terminateElement } from './termination.ts';
import type { Turn } from './turn.ts';

/**
 * A boundary event has occurred: it ends its activity if it interrupts, and a token goes on at it (BPMN 2.0
 * §13.5.3), whose id is returned.
 */
export function occurAtBoundary(
  turn: Turn,
  event: BoundaryEvent,
  host: ElementInstance,
  variables: JsonObject,
): string {
  const { scopeId } = host;
  if (event.interrupting) terminateElement(turn, host);
  const id = placeToken(turn, { elementId: event.id, scopeId, triggered: true });
  writeEventResults(turn, event, id, scopeId, variables);
  if (event.interrupting) goOnAfter(turn, host);
  return id;
}
