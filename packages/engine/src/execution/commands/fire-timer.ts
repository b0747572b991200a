import type { CommandOf } from '../command.ts';
import { RejectionSignal } from '../rejection.ts';
import type { Turn } from '../turn.ts';

export function fireTimer(turn: Turn, command: CommandOf<'fireTimer'>): void {
  const element = turn.state.elements.get(command.elementInstanceId);
  if (element?.wait?.kind !== 'timer') {
    throw new RejectionSignal(
      'TIMER_NOT_ACTIVE',
      `Expected timer ${command.elementInstanceId} to be active, but it has fired or was withdrawn`,
    );
  }
  turn.record({ type: 'timerFired', elementId: element.elementId, elementInstanceId: element.id });
}
