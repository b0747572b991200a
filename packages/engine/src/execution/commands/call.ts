import { ExpressionError } from '../../expression/expression-error.ts';
import type { CallActivity } from '../../model/flow-node.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { CommandOf } from '../command.ts';
import type { IncidentCode } from '../event.ts';
import { raiseIncident } from '../incident.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import type { ElementInstance } from '../state.ts';
import { throwError } from '../throw-error.ts';
import { throwEscalation } from '../throw-escalation.ts';
import type { Turn } from '../turn.ts';
import { evaluateInContext } from '../variables.ts';

/**
 * The called instance has completed: what is passed out comes from its variables (BPMN 2.0 §10.3.6). They are
 * not there any more when an incident about them is resolved, so the process is then called anew.
 */
export function completeCall(turn: Turn, command: CommandOf<'completeCall'>): void {
  const { element, node } = openCall(turn, command.elementInstanceId);
  try {
    passOut(turn, node, element, command.variables);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    raiseIncident(turn, element, 'EXPRESSION_ERROR', error.message);
    return;
  }
  turn.record({ type: 'callCompleted', elementId: node.id, elementInstanceId: element.id });
}

/** An error nobody caught in the called instance is thrown here. */
export function failCall(turn: Turn, command: CommandOf<'failCall'>): void {
  const { element, node } = openCall(turn, command.elementInstanceId);
  const { errorCode, message, variables, called = {} } = command;
  passOutEarly(turn, node, element, called);
  turn.record({ type: 'callCompleted', elementId: element.elementId, elementInstanceId: element.id });
  turn.record({
    type: 'errorThrown',
    elementId: element.elementId,
    elementInstanceId: element.id,
    errorCode,
    message,
  });
  throwError(turn, { activity: element }, { errorCode, message, variables });
}

/** An escalation nobody caught in the called instance is told here; the call goes on. */
export function escalateCall(turn: Turn, command: CommandOf<'escalateCall'>): void {
  const { element, node } = openCall(turn, command.elementInstanceId);
  passOutEarly(turn, node, element, command.called ?? {});
  throwEscalation(turn, { activity: element }, element.elementId, command.escalationCode, command.variables);
}

function passOut(turn: Turn, node: CallActivity, element: ElementInstance, called: JsonObject): void {
  const results = Object.create(null) as Record<string, Json>;
  if (node.passOut.every !== 'none') Object.assign(results, called);
  Object.assign(results, evaluateInContext(turn, node.passOut.mappings, called));
  const local = evaluateInContext(turn, node.passOut.localMappings ?? [], called);
  if (Object.keys(local).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: element.id, variables: local });
  }
  if (node.outLocal) turn.record({ type: 'variablesSet', scopeId: element.id, variables: results });
  else writeResults(turn, node, element, results);
}

/** The called instance has not completed: what cannot be evaluated yet is not passed out. */
function passOutEarly(turn: Turn, node: CallActivity, element: ElementInstance, called: JsonObject): void {
  if (node.outWhenThrown !== true) return;
  try {
    passOut(turn, node, element, called);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
  }
}

/** The call waits with an incident until somebody has mended what it calls, or has it called anew. */
export function refuseCall(turn: Turn, command: CommandOf<'refuseCall'>): void {
  const { element } = openCall(turn, command.elementInstanceId);
  raiseIncident(turn, element, refusalCode(command), command.message);
}

function refusalCode({ cancelled, suspended }: CommandOf<'refuseCall'>): IncidentCode {
  if (cancelled) return 'CALLED_INSTANCE_CANCELLED';
  return suspended ? 'CALLED_PROCESS_SUSPENDED' : 'CALLED_PROCESS_NOT_FOUND';
}

/** A call with an incident waits for nobody until it is called anew: what answers it is from before. */
function openCall(turn: Turn, id: string): { element: ElementInstance; node: CallActivity } {
  const element = turn.state.elements.get(id);
  const node = element === undefined ? undefined : turn.nodeOf(element);
  if (element?.wait?.kind !== 'call' || node?.type !== 'callActivity' || element.incidentId !== null) {
    throw new RejectionSignal(
      'CALL_NOT_ACTIVE',
      `Expected call ${id} to wait for its process, but it does not`,
    );
  }
  return { element, node };
}
