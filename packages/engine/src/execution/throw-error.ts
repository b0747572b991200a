import type { JsonObject } from '../model/json.ts';
import { catchThrown } from './catch-thrown.ts';
import { catcherOf, type Fit, type Thrower } from './enclosing.ts';
import { terminateChildren } from './termination.ts';
import type { Turn } from './turn.ts';
import { propagateVariables } from './variables.ts';

export interface ThrownError {
  readonly errorCode: string;
  readonly message: string | null;
  readonly variables: JsonObject;
}

/**
 * An error ends everything up to where it is caught; one that nobody catches ends the instance as
 * failed (BPMN 2.0 §10.5.6), and travels on to the call activity that called it.
 */
export function throwError(turn: Turn, thrower: Thrower, error: ThrownError): void {
  const { errorCode, message } = error;
  const catcher = catcherOf(turn, thrower, fitFor(errorCode));
  if (catcher === null) {
    const scopeId = 'activity' in thrower ? thrower.activity.scopeId : thrower.scopeId;
    propagateVariables(turn, scopeId, error.variables);
    terminateChildren(turn, turn.state.instanceId);
    turn.record({ type: 'instanceFailed', errorCode, message, variables: error.variables });
    return;
  }
  const { trigger } = catcher;
  const variables: Record<string, JsonObject[string]> = { ...error.variables };
  if (trigger.kind === 'error') {
    if (trigger.codeVariable !== null) variables[trigger.codeVariable] = errorCode;
    if (trigger.messageVariable !== null) variables[trigger.messageVariable] = message;
  }
  catchThrown(turn, catcher, variables);
}

function fitFor(errorCode: string): Fit {
  return (trigger) => {
    if (trigger.kind !== 'error') return 0;
    if (trigger.errorCode === null) return 1;
    return trigger.errorCode === errorCode ? 2 : 0;
  };
}
