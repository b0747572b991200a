import type { ElementInstance } from './state.ts';
import type { resolveMessage } from './subscribe.ts';
import type { Turn } from './turn.ts';

/** The message leaves the instance with the variables local to its thrower. */
export function throwMessage(
  turn: Turn,
  { id, elementId }: ElementInstance,
  message: ReturnType<typeof resolveMessage>,
): void {
  turn.record({
    type: 'messageThrown',
    elementId,
    elementInstanceId: id,
    messageId: turn.env.newId(),
    ...message,
    variables: turn.state.variables.get(id) ?? {},
  });
}
