import type { AbstractTask, ManualTask } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';
import { openSubscriptions, planSubscriptions, resolveMessage, triggersOf } from '../subscribe.ts';
import { throwMessage } from '../throw-message.ts';
import type { Turn } from '../turn.ts';
import { type Activation, activated, waits } from './behaviour.ts';
import { conditionalSplit } from './outgoing.ts';

/**
 * The engine knows nothing of the work of the task (BPMN 2.0 §13.3.3), only what its message flows show. It
 * sends before it waits: two tasks that answer each other would otherwise both wait for ever.
 */
function activate(turn: Turn, node: AbstractTask | ManualTask, element: ElementInstance): Activation {
  const context = turn.expressionContext(element.id);
  const messages = node.sends.map((message) => resolveMessage(message, context));
  const planned = planSubscriptions({ id: node.id, triggers: triggersOf(node) }, context);
  activated(turn, element);
  for (const message of messages) throwMessage(turn, element, message);
  if (planned.length === 0) return 'passes';
  openSubscriptions(turn, planned, element.id);
  return waits(turn, element, 'event');
}

export const untypedTask = { activate, leave: conditionalSplit };
