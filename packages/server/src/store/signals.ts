import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from './database.ts';
import type { EffectOf, Outgoing } from './effect.ts';
import { insertOutgoing } from './outbox.ts';
import { keepProgress, lockSignal, takeOutgoing } from './outbox-leases.ts';
import { signalReceivers } from './receivers.ts';
import { startedBySignal } from './start-subscriptions.ts';

type Signal = EffectOf<'signal'>;

/** What one step of a broadcast put into the outbox; `rest`: the signal with those it has not reached. */
export interface SignalStep {
  readonly receivers: readonly Outgoing[];
  readonly rest: Outgoing | null;
}

const receiversPerStep = 500;

/**
 * Takes a broadcast one step further: everybody who waits for the signal gets it as an effect of their
 * own, so that many receivers neither share a transaction nor hear it twice. Who subscribes after the
 * first step does not hear it.
 */
export async function broadcastStep(
  transaction: Transaction,
  outgoing: Outgoing,
  signal: Signal,
): Promise<SignalStep> {
  const { tenantId, lockedUntil } = outgoing;
  const openedUntil = signal.progress?.openedUntil ?? (await databaseTime(transaction));
  const found = await signalReceivers(transaction, tenantId, signal, {
    openedUntil: new Date(openedUntil),
    after: signal.progress?.after ?? null,
    limit: receiversPerStep,
  });
  const starting = signal.progress === null && signal.instanceId === null;
  const starts = starting ? await startedBySignal(transaction, tenantId, signal.name) : [];
  const { variables } = signal;
  const receivers: Outgoing[] = [
    ...found.map((receiver) => ({
      tenantId,
      id: uuidv7(),
      effect: { kind: 'receiveSignal' as const, variables, ...receiver },
      lockedUntil,
    })),
    ...starts.map(({ definitionId, version, elementId, triggerIndex }) => ({
      tenantId,
      id: uuidv7(),
      effect: {
        kind: 'start' as const,
        instanceId: uuidv7(),
        definitionId,
        version,
        startElementId: elementId,
        startTriggerIndex: triggerIndex,
        businessKey: null,
        triggerVariables: variables,
        conversationId: signal.sender?.conversationId ?? null,
      },
      lockedUntil,
    })),
  ];
  await insertOutgoing(transaction, receivers);
  const last = found.length === receiversPerStep ? found.at(-1) : undefined;
  const rest =
    last === undefined
      ? null
      : { ...outgoing, effect: { ...signal, progress: { openedUntil, after: last.subscriptionId } } };
  return { receivers, rest };
}

/** The same for a signal in the outbox; null when another node has taken it further. */
export async function continueBroadcast(
  transaction: Transaction,
  outgoing: Outgoing,
  signal: Signal,
): Promise<SignalStep | null> {
  if (!(await lockSignal(transaction, outgoing, signal))) return null;
  const step = await broadcastStep(transaction, outgoing, signal);
  if (step.rest === null) await takeOutgoing(transaction, outgoing);
  else await keepProgress(transaction, step.rest);
  return step;
}

async function databaseTime(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ now: Date }>('SELECT now() AS now');
  if (row === undefined) throw new Error('Expected the database to tell the time');
  return row.now.getTime();
}
