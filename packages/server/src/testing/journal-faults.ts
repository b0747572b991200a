import { isDeepStrictEqual } from 'node:util';
import { fold, hasEnded, stateToJson } from '@wbpm/engine';
import { journalHash, journalRoot } from '../runtime/journal-hash.ts';
import { everyValueInItsRow, type LargeValues } from '../runtime/large-values.ts';
import type { Database, Transaction } from '../store/database.ts';
import { readJournalRows, type StoredJournalEntry } from '../store/journal.ts';
import { type InstanceKey, loadInstances, type StoredInstance } from '../store/load-instances.ts';

/** One stored instance, and everything that is wrong with it. */
export interface Inspected {
  readonly key: InstanceKey;
  /** Null when there is no row. */
  readonly stored: StoredInstance | null;
  /**
   * A journal with gaps, a broken hash chain, a state its journal does not add up to, rows that outlived
   * it, or no reason to ever go on.
   */
  readonly faults: readonly string[];
}

/** Looks at stored instances with all their rows; the statements travel together. */
export async function inspectInstances(
  transaction: Transaction,
  keys: readonly InstanceKey[],
  values: LargeValues = everyValueInItsRow,
): Promise<readonly Inspected[]> {
  const [loaded, rows, waits] = await Promise.all([
    loadInstances(transaction, keys),
    Promise.all(keys.map((key) => readJournalRows(transaction, key.tenantId, key.instanceId))),
    Promise.all(keys.map((key) => transaction.query<WaitRows>(waitRows, [key.tenantId, key.instanceId]))),
  ]);
  const found = await Promise.all(loaded.map((instance) => values.instance(instance)));
  const journals = await Promise.all(
    keys.map(({ tenantId }, index) =>
      Promise.all((rows[index] ?? []).map((row) => values.entry(tenantId, row))),
    ),
  );
  const byId = new Map(found.map((stored) => [stored.instanceId, stored]));
  return keys.map((key, index) => {
    const stored = byId.get(key.instanceId) ?? null;
    const entries = journals[index] ?? [];
    const faults =
      stored === null
        ? ['Expected a row, but found none']
        : [
            ...journalFaults(entries),
            ...stateFaults(stored, entries),
            ...waitFaults(stored, waits[index]?.[0]),
          ];
    return { key, stored, faults: faults.map((fault) => `${key.instanceId}: ${fault}`) };
  });
}

/** Everything that is wrong with one stored instance. */
export async function instanceFaults(
  database: Database,
  key: InstanceKey,
  values?: LargeValues,
): Promise<readonly string[]> {
  const [inspected] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    inspectInstances(transaction, [key], values),
  );
  return inspected?.faults ?? [];
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

const inspectedTogether = 50;

/** The faults of every instance in the database. */
export async function allInstanceFaults(database: Database, values?: LargeValues): Promise<string[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ tenant_id: string; instance_id: string }>(
      'SELECT tenant_id, instance_id FROM wbpm_process_instances',
    ),
  );
  const keys = rows.map((row) => ({ tenantId: row.tenant_id, instanceId: row.instance_id }));
  const faults: string[] = [];
  for (let first = 0; first < keys.length; first += inspectedTogether) {
    const some = keys.slice(first, first + inspectedTogether);
    const inspected = await database.transaction({ kind: 'runtime' }, (transaction) =>
      inspectInstances(transaction, some, values),
    );
    faults.push(...inspected.flatMap((each) => each.faults));
  }
  return faults;
}
