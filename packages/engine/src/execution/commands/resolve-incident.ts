import { ExpressionError } from '../../expression/expression-error.ts';
import type { CommandOf } from '../command.ts';
import { planCall } from '../elements/call-activity.ts';
import { raiseIncident } from '../incident.ts';
import { atLeastOneAttempt } from '../job-attempts.ts';
import { reasonOf } from '../reasoned.ts';
import { RejectionSignal } from '../rejection.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { propagateVariables } from '../variables.ts';

/** Tries the step that failed once more; when it fails again a new incident takes its place. */
export function resolveIncident(turn: Turn, command: CommandOf<'resolveIncident'>): void {
  const incident = turn.state.incidents.get(command.incidentId);
  const element = incident && turn.state.elements.get(incident.elementInstanceId);
  if (incident === undefined || element === undefined) {
    throw new RejectionSignal(
      'INCIDENT_NOT_OPEN',
      `Expected incident ${command.incidentId} to be open, but it is resolved`,
    );
  }
  propagateVariables(turn, element.scopeId, command.variables);
  const of = { elementId: element.elementId, elementInstanceId: element.id };
  turn.record({ type: 'incidentResolved', ...of, incidentId: incident.id, ...reasonOf(command) });
  if (element.wait?.kind === 'job') {
    turn.record({ type: 'jobRetriesSet', ...of, retries: atLeastOneAttempt(command.retries ?? 1) });
  }
  if (element.wait?.kind === 'call') callAgain(turn, element);
}

function callAgain(turn: Turn, element: ElementInstance): void {
  const node = turn.nodeOf(element);
  if (node.type !== 'callActivity') throw new Error(`Expected '${element.elementId}' to be a call activity`);
  try {
    turn.record(planCall(turn, node, element));
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    raiseIncident(turn, element, 'EXPRESSION_ERROR', error.message);
  }
}
