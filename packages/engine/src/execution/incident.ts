import type { IncidentCode } from './event.ts';
import type { ElementInstance } from './state.ts';
import type { Turn } from './turn.ts';

export function raiseIncident(
  turn: Turn,
  element: ElementInstance,
  code: IncidentCode,
  message: string,
): void {
  turn.record({
    type: 'incidentRaised',
    elementId: element.elementId,
    elementInstanceId: element.id,
    incidentId: turn.env.newId(),
    code,
    message,
  });
}
