import { type BufferedLookup, type FoundBuffered, findBuffered } from '../store/buffered-messages.ts';
import type { Database } from '../store/database.ts';
import { findAnswer } from '../store/idempotency-keys.ts';
import { type FoundJob, findJobs } from '../store/jobs.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { snapshot } from '../store/read.ts';
import { findReceivers, type Receiver, type ReceiverLookup } from '../store/receivers.ts';
import { findTasks, type Task } from '../store/tasks.ts';
import type { Clock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import type { FindAnswer } from './replay.ts';

export interface RowKey {
  readonly tenantId: string;
  readonly id: string;
}

/** Reads of single rows. Those that happen together share a statement. */
export interface Lookups {
  readonly load: (key: InstanceKey) => Promise<StoredInstance | null>;
  readonly task: (key: RowKey) => Promise<Task | null>;
  readonly job: (key: RowKey) => Promise<FoundJob | null>;
  readonly receiver: (lookup: ReceiverLookup) => Promise<Receiver | null>;
  readonly buffered: (lookup: BufferedLookup) => Promise<FoundBuffered | null>;
  readonly answer: FindAnswer;
}

const runtimeRole = { kind: 'runtime' } as const;

export function createLookups(database: Database, clock: Clock): Lookups {
  return {
    load: coalesce(
      (keys: readonly InstanceKey[]) =>
        snapshot(database, runtimeRole, (transaction) => loadInstances(transaction, keys)),
      ({ tenantId, instanceId }) => `${tenantId} ${instanceId}`,
      ({ tenantId, instanceId }) => `${tenantId} ${instanceId}`,
    ),
    task: coalesce(
      (keys: readonly RowKey[]) =>
        database.transaction(runtimeRole, (transaction) => findTasks(transaction, keys)),
      ({ tenantId, id }) => `${tenantId} ${id}`,
      ({ tenantId, taskId }) => `${tenantId} ${taskId}`,
    ),
    job: coalesce(
      (keys: readonly RowKey[]) =>
        database.transaction(runtimeRole, (transaction) => findJobs(transaction, keys)),
      ({ tenantId, id }) => `${tenantId} ${id}`,
      ({ tenantId, jobId }) => `${tenantId} ${jobId}`,
    ),
    receiver: coalesce(
      (lookups: readonly ReceiverLookup[]) =>
        database.transaction(runtimeRole, (transaction) => findReceivers(transaction, lookups)),
      ({ lookupId }) => lookupId,
      ({ lookupId }) => lookupId,
    ),
    buffered: coalesce(
      (lookups: readonly BufferedLookup[]) =>
        database.transaction(runtimeRole, (transaction) =>
          findBuffered(transaction, lookups, new Date(clock.now())),
        ),
      bufferedKey,
      bufferedKey,
    ),
    answer: (tenantId, { userId, key }) =>
      database.transaction(runtimeRole, (transaction) => findAnswer(transaction, tenantId, userId, key)),
  };
}

function bufferedKey({ tenantId, name, correlationKey }: BufferedLookup): string {
  return JSON.stringify([tenantId, name, correlationKey]);
}
