import type { Event, JournalEntry } from '@wbpm/engine';
import { columns, jsonTexts } from './columns.ts';
import type { Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';

/** An entry as it is stored: large values of its events are in the file store. */
export interface StoredJournalRow extends Omit<JournalEntry, 'events'> {
  readonly hash: string;
  /** The stored texts the hash covers: the events, and what was taken out of them. */
  readonly eventsText: string;
  readonly largeValues: string | null;
}

export interface StoredJournalEntry extends StoredJournalRow, JournalEntry {}

/** Appends the journal rows of the changes. */
export async function insertJournal(
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<void> {
  const rows = changes.flatMap((change) => change.journal.map((row) => ({ change, row })));
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash,
                               large_values)
     SELECT tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, decode(hash, 'hex'), large_values
     FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[],
                 $8::text[], ${jsonTexts(9)}, ${jsonTexts(10)})
       AS row (tenant_id, instance_id, first_seq, last_seq, at, actor, command, hash, events, large_values)`,
    columns(
      rows,
      ({ change }) => change.tenantId,
      { ids: ({ change }) => change.instanceId },
      ({ row }) => row.firstSeq,
      ({ row }) => row.lastSeq,
      { times: ({ row }) => row.at },
      ({ row }) => row.actor,
      ({ row }) => row.command,
      ({ row }) => row.hash,
      { json: ({ row }) => row.events },
      { json: ({ row }) => row.largeValues },
    ),
  );
}

/** The journal of one instance in order. Throws when large values were taken out of it. */
export async function readJournal(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<StoredJournalEntry[]> {
  return (await readJournalRows(transaction, tenantId, instanceId)).map(completeEntry);
}

/** The journal of one instance in order. */
export async function readJournalRows(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<StoredJournalRow[]> {
  const rows = await transaction.query<JournalRecord>(
    `SELECT ${shown} FROM wbpm_journal WHERE tenant_id = $1 AND instance_id = $2 ORDER BY first_seq`,
    [tenantId, instanceId],
  );
  return rows.map(storedRow);
}

/** When an instance was there: only the months between can hold its journal. */
export interface Lifetime {
  readonly startTime: Date;
  /** Null while it lives. */
  readonly endTime: Date | null;
}

/** Nodes follow the clock of the database, which may be set right by far less. */
const clockToleranceMs = 86_400_000;

/** The next entries that hold events behind `after`, up to the one that holds `upToSeq`. */
export async function readJournalPage(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  page: {
    readonly after: number;
    readonly upToSeq: number;
    readonly limit: number;
    readonly lifetime: Lifetime;
  },
): Promise<StoredJournalRow[]> {
  const { startTime, endTime } = page.lifetime;
  const until = endTime === null ? 'infinity' : new Date(endTime.getTime() + clockToleranceMs);
  const rows = await transaction.query<JournalRecord>(
    `SELECT ${shown} FROM wbpm_journal
     WHERE tenant_id = $1 AND instance_id = $2 AND first_seq <= $4 AND last_seq > $3 AND at >= $6 AND at <= $7
       AND first_seq >= coalesce((
         SELECT max(first_seq) FROM wbpm_journal
         WHERE tenant_id = $1 AND instance_id = $2 AND first_seq <= $3 + 1 AND at >= $6 AND at <= $7), 0)
     ORDER BY first_seq LIMIT $5`,
    [
      tenantId,
      instanceId,
      page.after,
      page.upToSeq,
      page.limit,
      new Date(startTime.getTime() - clockToleranceMs),
      until,
    ],
  );
  return rows.map(storedRow);
}

const shown = `first_seq, at, actor, command, events, large_values, encode(hash, 'hex') AS hash`;

interface JournalRecord {
  readonly first_seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly command: string;
  readonly events: string;
  readonly large_values: string | null;
  readonly hash: string;
}

function storedRow(row: JournalRecord): StoredJournalRow {
  return {
    firstSeq: row.first_seq,
    at: row.at.getTime(),
    actor: row.actor,
    command: row.command,
    eventsText: row.events,
    largeValues: row.large_values,
    hash: row.hash,
  };
}

function completeEntry(row: StoredJournalRow): StoredJournalEntry {
  if (row.largeValues !== null) {
    throw new Error(
      `Expected event ${row.firstSeq} to be stored whole, but large values were taken out of it`,
    );
  }
  // Written by this program and never changed: parsed without a second look.
  return { ...row, events: JSON.parse(row.eventsText) as Event[] };
}

/** Hashes of the given journal rows, as far as they exist. `at` names the month they are in, epoch ms. */
export async function committedHashes(
  transaction: Transaction,
  rows: readonly {
    readonly tenantId: string;
    readonly instanceId: string;
    readonly firstSeq: number;
    readonly at: number;
  }[],
): Promise<Set<string>> {
  const found = await transaction.query<{ hash: string }>(
    `SELECT encode(j.hash, 'hex') AS hash
     FROM wbpm_journal j
     JOIN unnest($1::text[], $2::uuid[], $3::bigint[], $4::timestamptz[]) AS row (tenant_id, instance_id, first_seq, at)
       USING (tenant_id, instance_id, first_seq, at)`,
    columns(
      rows,
      (row) => row.tenantId,
      (row) => row.instanceId,
      (row) => row.firstSeq,
      { times: (row) => row.at },
    ),
  );
  return new Set(found.map((row) => row.hash));
}
