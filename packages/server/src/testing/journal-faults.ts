import { isDeepStrictEqual } from 'node:util';
import { fold, hasEnded, stateToJson } from '@wbpm/engine';
import { journalHash, journalRoot } from '../runtime/journal-hash.ts';
import type { Database } from '../store/database.ts';
import { readJournal, type StoredJournalEntry } from '../store/journal.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';

/**
 * Everything that is wrong with one stored instance: a journal with gaps, a broken hash chain, a state
 * its journal does not add up to, rows that outlived it, or no reason to ever go on.
 */
export async function instanceFaults(database: Database, key: InstanceKey): Promise<string[]> {
  return database.transaction({ kind: 'runtime' }, async (transaction) => {
    const [[stored], entries, [rows]] = await Promise.all([
      loadInstances(transaction, [key]),
      readJournal(transaction, key.tenantId, key.instanceId),
      transaction.query<WaitRows>(waitRows, [key.tenantId, key.instanceId]),
    ]);
    if (stored === undefined) return [`${key.instanceId}: Expected a row, but found none`];
    const faults = [...journalFaults(entries), ...stateFaults(stored, entries), ...waitFaults(stored, rows)];
    return faults.map((fault) => `${key.instanceId}: ${fault}`);
  });
}

interface WaitRows {
  readonly tasks: number;
  readonly jobs: number;
  readonly timers: number;
  readonly subscriptions: number;
  readonly loops: number;
  readonly compensations: number;
}

const waitRows = `SELECT
  (SELECT count(*)::int FROM wbpm_tasks
   WHERE tenant_id = $1 AND process_instance_id = $2 AND status = 'active') AS tasks,
  (SELECT count(*)::int FROM wbpm_jobs WHERE tenant_id = $1 AND instance_id = $2) AS jobs,
  (SELECT count(*)::int FROM wbpm_process_timers WHERE tenant_id = $1 AND instance_id = $2) AS timers,
  (SELECT count(*)::int FROM wbpm_event_subscriptions WHERE tenant_id = $1 AND instance_id = $2) AS subscriptions,
  (SELECT count(*)::int FROM wbpm_loop_items WHERE tenant_id = $1 AND instance_id = $2) AS loops,
  (SELECT count(*)::int FROM wbpm_compensations WHERE tenant_id = $1 AND instance_id = $2) AS compensations`;

function journalFaults(entries: readonly StoredJournalEntry[]): string[] {
  const faults: string[] = [];
  let expectedSeq = 1;
  let previous = journalRoot;
  for (const entry of entries) {
    if (entry.firstSeq !== expectedSeq) {
      faults.push(`Expected an entry from event ${expectedSeq}, but found ${entry.firstSeq}`);
    }
    const hash = journalHash(previous, { ...entry, events: entry.eventsText });
    if (hash !== entry.hash) faults.push(`Expected the hash ${hash}, but found ${entry.hash}`);
    expectedSeq = entry.firstSeq + entry.events.length;
    previous = entry.hash;
  }
  return faults;
}

function stateFaults(stored: StoredInstance, entries: readonly StoredJournalEntry[]): string[] {
  const faults: string[] = [];
  const folded = fold(entries);
  const expected = folded === null ? null : stateToJson(folded);
  const found = stateToJson(stored.state);
  if (!isDeepStrictEqual(expected, found)) {
    faults.push(`Expected the state ${JSON.stringify(expected)}, but found ${JSON.stringify(found)}`);
  }
  if (entries.at(-1)?.hash !== stored.journalHash) {
    faults.push('Expected the instance to name the last hash of its journal');
  }
  return faults;
}

/** Rows that wake an instance up exist exactly as long as its tokens wait for them. */
function waitFaults({ state }: StoredInstance, rows: WaitRows | undefined): string[] {
  const subscriptions = [...state.subscriptions.values()];
  const timers = subscriptions.filter(({ awaited }) => awaited.kind === 'timer').length;
  const waits = [...state.elements.values()].map(({ wait }) => wait?.kind ?? null);
  const expected: WaitRows = {
    tasks: waits.filter((kind) => kind === 'userTask').length,
    jobs: waits.filter((kind) => kind === 'job').length,
    timers,
    subscriptions: subscriptions.length - timers,
    loops: [...state.loops.values()].filter(({ items }) => items !== null).length,
    compensations: state.compensations.size,
  };
  const faults: string[] = [];
  if (!isDeepStrictEqual({ ...rows }, expected)) {
    faults.push(`Expected the rows ${JSON.stringify(expected)}, but found ${JSON.stringify(rows)}`);
  }
  const fromOutside = waits.filter((kind) => kind === 'trigger' || kind === 'call' || kind === 'adHoc');
  const wakes =
    expected.tasks + expected.jobs + subscriptions.length + fromOutside.length + state.incidents.size;
  if (!hasEnded(state) && wakes === 0) faults.push('Expected something that wakes it up, but found nothing');
  return faults;
}

/** The faults of every instance in the database. */
export async function allInstanceFaults(database: Database): Promise<string[]> {
  const keys = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ tenant_id: string; instance_id: string }>(
      'SELECT tenant_id, instance_id FROM wbpm_process_instances',
    ),
  );
  const faults: string[] = [];
  for (const { tenant_id: tenantId, instance_id: instanceId } of keys) {
    faults.push(...(await instanceFaults(database, { tenantId, instanceId })));
  }
  return faults;
}
