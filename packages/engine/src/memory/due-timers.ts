import type { Processes } from './processes.ts';

export interface DueTimer {
  readonly instanceId: string;
  readonly subscriptionId: string;
  readonly dueAt: number;
}

/** The earliest timer of a live, not suspended instance that is due at the moment; null when none is. */
export function nextDueTimer(engine: Processes, moment: number): DueTimer | null {
  let next: DueTimer | null = null;
  for (const { state } of engine.live()) {
    if (state.status !== 'active') continue;
    for (const { id, awaited } of state.subscriptions.values()) {
      if (awaited.kind !== 'timer' || awaited.dueAt > moment) continue;
      if (next !== null && !isBefore(awaited.dueAt, id, next)) continue;
      next = { instanceId: state.instanceId, subscriptionId: id, dueAt: awaited.dueAt };
    }
  }
  return next;
}

function isBefore(dueAt: number, id: string, other: DueTimer): boolean {
  return dueAt < other.dueAt || (dueAt === other.dueAt && id < other.subscriptionId);
}
