import type { BroadcastAnswer } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { type Outgoing, targetOf } from '../store/effect.ts';
import { insertOutgoing } from '../store/outbox.ts';
import { countSignalReceivers } from '../store/receivers.ts';
import { broadcastStep } from '../store/signals.ts';
import type { UseCase } from '../use-case.ts';
import { answerOnce } from './answer-once.ts';
import type { Executed } from './execute.ts';

export interface SignalToBroadcast {
  readonly name: string;
  readonly variables: JsonObject;
  readonly instanceId: string | null;
}

/** Everybody who waits for the signal hears it, each once; the answer comes when they have. */
export async function broadcastSignal(
  { principal, database, runtime, idempotency }: UseCase,
  signal: SignalToBroadcast,
): Promise<Executed<BroadcastAnswer>> {
  requirePermission(principal, 'signal', 'publish');
  const { tenantId } = principal;
  const { name, variables } = signal;
  const instanceId = signal.instanceId === null ? null : requireId('instance', signal.instanceId);
  const effect = {
    kind: 'signal',
    signalId: null,
    name,
    variables,
    instanceId,
    sender: null,
    progress: null,
  } as const;
  const outgoing: Outgoing = { tenantId, id: runtime.newId(), lockedUntil: runtime.outboxLease(), effect };
  let written: readonly Outgoing[] = [];
  const executed = await database.transaction({ kind: 'runtime' }, (transaction) =>
    answerOnce(transaction, tenantId, idempotency, async () => {
      const step = await broadcastStep(transaction, outgoing, effect);
      written = step.rest === null ? step.receivers : [...step.receivers, step.rest];
      const waiting = step.receivers.filter((row) => row.effect.kind === 'receiveSignal').length;
      const starting = step.receivers.length - waiting;
      if (step.rest === null) return answerTo(step.receivers, step.receivers.length);
      await insertOutgoing(transaction, [step.rest]);
      const everybody = await countSignalReceivers(transaction, tenantId, { name, instanceId });
      return answerTo(step.receivers, everybody + starting);
    }),
  );
  await runtime.route(written);
  return executed;
}

function answerTo(receivers: readonly Outgoing[], receivedBy: number): BroadcastAnswer {
  const ids = receivers.flatMap(({ effect }) => targetOf(effect) ?? []);
  return { received_by: receivedBy, instance_ids: [...new Set(ids)] };
}
