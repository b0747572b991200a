import { evaluate } from '../../expression/evaluate.ts';
import type { CallActivity, CallVariables } from '../../model/flow-node.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { EventOf } from '../event.ts';
import type { ElementInstance } from '../state.ts';
import { nameFrom } from '../subscribe.ts';
import { type Turn, visibleVariables } from '../turn.ts';
import { evaluateMappings } from '../variables.ts';
import { versionOf } from '../version-binding.ts';
import { activated, type Behaviour } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/** Calls another process and waits for its end (BPMN 2.0 §10.3.6). */
export const callActivity: Behaviour<'callActivity'> = {
  activate(turn, node, element) {
    const call = planCall(turn, node, element);
    activated(turn, element);
    turn.record(call);
    return 'waits';
  },
  leave: conditionalSplit,
};

/** The call as it would be made now; evaluating it may fail. */
export function planCall(turn: Turn, node: CallActivity, element: ElementInstance): EventOf<'callStarted'> {
  const context = turn.expressionContext(element.id);
  return {
    type: 'callStarted',
    elementId: node.id,
    elementInstanceId: element.id,
    childInstanceId: turn.env.newId(),
    calledElement: nameFrom(node.calledElement, 'the called process', context),
    version: versionOf(node.binding, context),
    businessKey: node.businessKey === null ? null : keyOf(evaluate(node.businessKey, context)),
    variables: passedIn(turn, node.passIn, element),
  };
}

function keyOf(value: Json): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function passedIn(turn: Turn, passIn: CallVariables, element: ElementInstance): JsonObject {
  const passed = Object.create(null) as Record<string, Json>;
  switch (passIn.every) {
    case 'all':
      Object.assign(passed, visibleVariables(turn.state, element.id));
      break;
    case 'local':
      Object.assign(passed, turn.state.variables.get(element.id));
      break;
    case 'none':
      break;
  }
  return Object.assign(passed, evaluateMappings(turn, element.id, passIn.mappings));
}
