import { afterFiring } from '@wbpm/engine';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';
import type { Outgoing } from '../store/effect.ts';
import { insertOutgoing } from '../store/outbox.ts';
import {
  fireForWaiting,
  lockDueStartTimers,
  rescheduleStartTimers,
  type StartSubscription,
} from '../store/start-subscriptions.ts';
import type { Clock } from './clock.ts';
import { outboxLeaseMs } from './outbox-lease.ts';

const batchSize = 100;

/**
 * Turns start timers that are due into starts. The timer moves on in the transaction that writes the
 * start, so each time starts one instance, whichever node finds it due and whatever becomes of the node.
 */
export async function takeDueStartTimers(database: Database, clock: Clock): Promise<Outgoing[]> {
  return database.transaction({ kind: 'runtime' }, async (transaction) => {
    const now = clock.now();
    const due = await lockDueStartTimers(transaction, new Date(now), batchSize);
    if (due.length === 0) return [];
    const awaited = new Set<StartSubscription>(await fireForWaiting(transaction, due, new Date(now)));
    const starts = due
      .filter((timer) => !timer.isSuspended && !awaited.has(timer))
      .map((timer) => startOf(timer, now + outboxLeaseMs));
    await rescheduleStartTimers(transaction, due.map(afterStart));
    await insertOutgoing(transaction, starts);
    return starts;
  });
}

function startOf(
  { tenantId, definitionId, version, elementId, triggerIndex }: StartSubscription,
  lockedUntil: number,
): Outgoing {
  return {
    tenantId,
    id: uuidv7(),
    lockedUntil,
    effect: {
      kind: 'start',
      instanceId: uuidv7(),
      definitionId,
      version,
      startElementId: elementId,
      startTriggerIndex: triggerIndex,
      businessKey: null,
      triggerVariables: {},
      conversationId: null,
    },
  };
}

function afterStart(timer: StartSubscription): StartSubscription {
  const { nextDueAt, repeat } = timer;
  const next = nextDueAt === null ? null : afterFiring({ kind: 'timer', dueAt: nextDueAt, repeat });
  return { ...timer, nextDueAt: next?.dueAt ?? null, repeat: next?.repeat ?? null };
}
