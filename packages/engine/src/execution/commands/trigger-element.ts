import type { CommandOf } from '../command.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeResults } from '../results.ts';
import type { Turn } from '../turn.ts';

/** Moves on a receive task that has no message of its own. */
export function triggerElement(turn: Turn, command: CommandOf<'triggerElement'>): void {
  const element = turn.state.elements.get(command.elementInstanceId);
  if (element?.wait?.kind !== 'trigger') {
    throw new RejectionSignal(
      'ELEMENT_NOT_WAITING',
      `Expected ${command.elementInstanceId} to wait for a trigger, but it does not`,
    );
  }
  const node = turn.nodeOf(element);
  if ('outputs' in node) writeResults(turn, node, element, command.variables);
  turn.record({ type: 'elementCompleting', elementId: element.elementId, elementInstanceId: element.id });
}
