import { principalOf } from '../access/principal.ts';
import { Refusal } from '../access/refusal.ts';
import { type Loop, startLoop } from '../runtime/loop.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { isTemporary } from '../runtime/temporary-failure.ts';
import {
  type BatchInstance,
  completeBatch,
  deleteBatchInstances,
  keepRefused,
  leaseBatchInstances,
  type RefusedInstance,
} from '../store/batch-instances.ts';
import { type Batch, nextRunningBatch } from '../store/batches.ts';
import type { Database } from '../store/database.ts';
import { carryOut } from './carry-out.ts';
import { commandOf } from './read-batch.ts';

export interface BatchDependencies {
  readonly database: Database;
  readonly runtime: Runtime;
  readonly onError: (error: unknown) => void;
  readonly onWorkedOff?: (work: WorkedOff) => void;
}

export interface WorkedOff {
  readonly operation: string;
  readonly done: number;
  readonly refused: number;
}

/** So few that what people and workers do meanwhile hardly waits for them. */
const atOnce = 50;
/** Longer than a command takes. Should a slow one outlast it, a second attempt finds the row taken. */
const leaseMs = 10_000;
const pollMs = 1000;

/** Works off what batches there are, a chunk of each in turn. Nodes share the work by leases, which end with them. */
export function startBatches(dependencies: BatchDependencies): Loop {
  let after: string | null = null;
  let worked = false;
  return startLoop(async () => {
    const batch = await nextRunning(dependencies, after);
    if (batch === null) {
      const pauseMs = worked ? 0 : pollMs;
      after = null;
      worked = false;
      return pauseMs;
    }
    after = batch.batchId;
    if ((await workOff(dependencies, batch)) > 0) worked = true;
    return 0;
  }, dependencies.onError);
}

function nextRunning({ database }: BatchDependencies, after: string | null): Promise<Batch | null> {
  return database.transaction({ kind: 'runtime' }, (transaction) => nextRunningBatch(transaction, after));
}

/** One chunk of the batch; answers for how many instances it is settled what became of them. */
export async function workOff(dependencies: BatchDependencies, batch: Batch): Promise<number> {
  const { database, runtime, onWorkedOff } = dependencies;
  const now = runtime.clock.now();
  const lease = { worker: runtime.nodeId, now: new Date(now), until: new Date(now + leaseMs), limit: atOnce };
  const leased = await database.transaction({ kind: 'runtime' }, (transaction) =>
    leaseBatchInstances(transaction, batch, lease),
  );
  const outcomes = await Promise.all(leased.map((instance) => attempt(dependencies, batch, instance)));
  const done = outcomes.flatMap((outcome) => (outcome.kind === 'done' ? [outcome.instance] : []));
  const refusals = outcomes.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.instance] : []));
  await database.transaction({ kind: 'runtime' }, async (transaction) => {
    await keepRefused(transaction, refusals);
    // Gone with their commands, but for those that had nothing to do.
    await deleteBatchInstances(transaction, done);
    await completeBatch(transaction, batch, new Date(runtime.clock.now()));
  });
  onWorkedOff?.({ operation: batch.operation, done: done.length, refused: refusals.length });
  return done.length + refusals.length;
}

type Outcome =
  | { readonly kind: 'done'; readonly instance: BatchInstance }
  | { readonly kind: 'refused'; readonly instance: RefusedInstance }
  /** Tried again when the lease has run out. */
  | { readonly kind: 'later' };

async function attempt(
  { database, runtime, onError }: BatchDependencies,
  batch: Batch,
  instance: BatchInstance,
): Promise<Outcome> {
  const { tenantId, createdBy, permissions, createdAt } = batch;
  const identity = { tenantId, userId: createdBy, roles: [], groups: [], permissions };
  const principal = principalOf(identity, 'jwt');
  const consumes = { from: 'batchInstances', id: instance.id } as const;
  try {
    const useCase = { database, runtime, principal, consumes };
    await carryOut(useCase, commandOf(batch), instance.instanceId, createdAt);
    return { kind: 'done', instance };
  } catch (error) {
    if (error instanceof Refusal) return refused(instance, error.code, error.message);
    if (isTemporary(error)) return { kind: 'later' };
    // A defect met with one instance must not keep the batch from ending.
    onError(error);
    return refused(instance, 'INTERNAL_ERROR', 'The server met a defect; its log has the cause');
  }
}

function refused(instance: BatchInstance, code: string, message: string): Outcome {
  return { kind: 'refused', instance: { ...instance, code, message } };
}
