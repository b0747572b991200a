import type { JsonObject } from '../model/json.ts';
import { catchThrown } from './catch-thrown.ts';
import { catcherOf, type Fit, type Thrower } from './enclosing.ts';
import type { Turn } from './turn.ts';

/**
 * An escalation is told outwards until somebody catches it; the thrower goes on unless the catching
 * event interrupts it (BPMN 2.0 §10.5.6). What no scope of the instance catches reaches the call activity
 * that called it: the event then names the instance.
 */
export function throwEscalation(
  turn: Turn,
  thrower: Thrower,
  elementId: string,
  escalationCode: string,
  variables: JsonObject,
): void {
  const catcher = catcherOf(turn, thrower, fitFor(escalationCode));
  if (catcher === null) {
    const elementInstanceId = turn.state.instanceId;
    turn.record({ type: 'escalationThrown', elementId, elementInstanceId, escalationCode, variables });
    return;
  }
  const { trigger } = catcher;
  const codeVariable = trigger.kind === 'escalation' ? trigger.codeVariable : null;
  catchThrown(
    turn,
    catcher,
    codeVariable === null ? variables : { ...variables, [codeVariable]: escalationCode },
  );
}

function fitFor(escalationCode: string): Fit {
  return (trigger) => {
    if (trigger.kind !== 'escalation') return 0;
    if (trigger.escalationCode === null) return 1;
    return trigger.escalationCode === escalationCode ? 2 : 0;
  };
}
