import { maxCallDepth } from '@wbpm/engine';
import { type BufferedLookup, type FoundBuffered, findBuffered } from '../store/buffered-messages.ts';
import { type CallDepth, callDepths } from '../store/call-depth.ts';
import type { Database, Transaction } from '../store/database.ts';
import { findAnswer } from '../store/idempotency-keys.ts';
import { type FoundJob, findJobs } from '../store/jobs.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';
import { snapshot } from '../store/read.ts';
import { findReceivers, type Receiver, type ReceiverLookup } from '../store/receivers.ts';
import { type StartedByMessage, startedByMessages } from '../store/start-subscriptions.ts';
import { findTasks, type Task } from '../store/tasks.ts';
import type { Clock } from './clock.ts';
import { coalesce } from './coalesce.ts';
import type { LargeValues } from './large-values.ts';
import type { FindAnswer } from './replay.ts';

export interface RowKey {
  readonly tenantId: string;
  readonly id: string;
}

/** Reads of single rows. Those that happen together share a statement. */
export interface Lookups {
  readonly load: (key: InstanceKey) => Promise<StoredInstance | null>;
  /** For a mailbox, which changes the state in place: shared with nobody who only reads. */
  readonly loadToChange: (key: InstanceKey) => Promise<StoredInstance | null>;
  /** In a transaction that keeps others from changing it meanwhile. */
  readonly loadWithin: (transaction: Transaction, key: InstanceKey) => Promise<StoredInstance | null>;
  readonly task: (key: RowKey) => Promise<Task | null>;
  readonly job: (key: RowKey) => Promise<FoundJob | null>;
  readonly receiver: (lookup: ReceiverLookup) => Promise<Receiver | null>;
  readonly buffered: (lookup: BufferedLookup) => Promise<FoundBuffered | null>;
  /** What messages of the name start; null: nothing. */
  readonly startedByMessage: (message: MessageName) => Promise<StartedByMessage | null>;
  readonly callDepth: (key: InstanceKey) => Promise<CallDepth | null>;
  readonly answer: FindAnswer;
}

export interface MessageName {
  readonly tenantId: string;
  readonly name: string;
}

const runtimeRole = { kind: 'runtime' } as const;
const byKey = { kind: 'runtime', byKey: true } as const;

export function createLookups(database: Database, clock: Clock, largeValues: LargeValues): Lookups {
  function loader(): Lookups['load'] {
    const loadRows = coalesce(
      (keys: readonly InstanceKey[]) =>
        snapshot(database, byKey, (transaction) => loadInstances(transaction, keys)),
      ({ tenantId, instanceId }) => `${tenantId} ${instanceId}`,
      ({ instance: { tenantId, instanceId } }) => `${tenantId} ${instanceId}`,
    );
    return async (key) => {
      const loaded = await loadRows(key);
      return loaded === null ? null : largeValues.instance(loaded);
    };
  }
  return {
    load: loader(),
    loadToChange: loader(),
    async loadWithin(transaction, key) {
      const [loaded] = await loadInstances(transaction, [key]);
      return loaded === undefined ? null : largeValues.instance(loaded);
    },
    task: coalesce(
      (keys: readonly RowKey[]) => database.transaction(byKey, (transaction) => findTasks(transaction, keys)),
      ({ tenantId, id }) => `${tenantId} ${id}`,
      ({ tenantId, taskId }) => `${tenantId} ${taskId}`,
    ),
    job: coalesce(
      (keys: readonly RowKey[]) => database.transaction(byKey, (transaction) => findJobs(transaction, keys)),
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
    startedByMessage: coalesce(
      (messages: readonly MessageName[]) =>
        database.transaction(runtimeRole, (transaction) => startedByMessages(transaction, messages)),
      ({ tenantId, name }) => `${tenantId} ${name}`,
      ({ tenantId, name }) => `${tenantId} ${name}`,
    ),
    callDepth: coalesce(
      (keys: readonly InstanceKey[]) =>
        database.transaction(runtimeRole, (transaction) => callDepths(transaction, keys, maxCallDepth)),
      ({ tenantId, instanceId }) => `${tenantId} ${instanceId}`,
      ({ tenantId, instanceId }) => `${tenantId} ${instanceId}`,
    ),
    answer: (tenantId, { userId, key }) =>
      database.transaction(byKey, (transaction) => findAnswer(transaction, tenantId, userId, key)),
  };
}

function bufferedKey({ tenantId, name, correlationKey }: BufferedLookup): string {
  return JSON.stringify([tenantId, name, correlationKey]);
}
