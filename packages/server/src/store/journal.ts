import type { Event, JournalEntry } from '@wbpm/engine';
import { columns, timestamp } from './columns.ts';
import type { Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';

export interface StoredJournalEntry extends JournalEntry {
  readonly hash: string;
  /** The stored text the hash covers. */
  readonly eventsText: string;
}

/** Stands between texts of one parameter; JSON text never holds a control character. */
const separator = '\u001e';

/**
 * Appends the journal rows of the changes. Their texts are most of what a commit writes: they travel as
 * one joined text, because in an array every quote of the JSON would have to be escaped and read again.
 */
export async function insertJournal(
  transaction: Transaction,
  changes: readonly InstanceChange[],
): Promise<void> {
  const rows = changes.flatMap((change) => change.journal.map((row) => ({ change, row })));
  if (rows.length === 0) return;
  await transaction.query(
    `INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash)
     SELECT tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, decode(hash, 'hex')
     FROM unnest($1::text[], $2::uuid[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[],
                 $8::text[], string_to_array($9, E'\\x1e'))
       AS row (tenant_id, instance_id, first_seq, last_seq, at, actor, command, hash, events)`,
    [
      ...columns(
        rows,
        ({ change }) => change.tenantId,
        ({ change }) => change.instanceId,
        ({ row }) => row.firstSeq,
        ({ row }) => row.lastSeq,
        ({ row }) => timestamp(row.at),
        ({ row }) => row.actor,
        ({ row }) => row.command,
        ({ row }) => row.hash,
      ),
      rows.map(({ row }) => row.events).join(separator),
    ],
  );
}

/** The journal of one instance in order. */
export async function readJournal(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<StoredJournalEntry[]> {
  const rows = await transaction.query<JournalRecord>(
    `SELECT ${shown} FROM wbpm_journal WHERE tenant_id = $1 AND instance_id = $2 ORDER BY first_seq`,
    [tenantId, instanceId],
  );
  return rows.map(storedEntry);
}

/** The next entries that hold events behind `after`, up to the one that holds `upToSeq`. */
export async function readJournalPage(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  page: { readonly after: number; readonly upToSeq: number; readonly limit: number },
): Promise<StoredJournalEntry[]> {
  const rows = await transaction.query<JournalRecord>(
    `SELECT ${shown} FROM wbpm_journal
     WHERE tenant_id = $1 AND instance_id = $2 AND first_seq <= $4 AND last_seq > $3
       AND first_seq >= coalesce((
         SELECT max(first_seq) FROM wbpm_journal
         WHERE tenant_id = $1 AND instance_id = $2 AND first_seq <= $3 + 1), 0)
     ORDER BY first_seq LIMIT $5`,
    [tenantId, instanceId, page.after, page.upToSeq, page.limit],
  );
  return rows.map(storedEntry);
}

const shown = `first_seq, at, actor, command, events, encode(hash, 'hex') AS hash`;

interface JournalRecord {
  readonly first_seq: number;
  readonly at: Date;
  readonly actor: string;
  readonly command: string;
  readonly events: string;
  readonly hash: string;
}

function storedEntry(row: JournalRecord): StoredJournalEntry {
  return {
    firstSeq: row.first_seq,
    at: row.at.getTime(),
    actor: row.actor,
    command: row.command,
    eventsText: row.events,
    // Written by this program and never changed: parsed without a second look.
    events: JSON.parse(row.events) as Event[],
    hash: row.hash,
  };
}

/** Hashes of the given journal rows, as far as they exist. */
export async function committedHashes(
  transaction: Transaction,
  rows: readonly { readonly tenantId: string; readonly instanceId: string; readonly firstSeq: number }[],
): Promise<Set<string>> {
  const found = await transaction.query<{ hash: string }>(
    `SELECT encode(j.hash, 'hex') AS hash
     FROM wbpm_journal j
     JOIN unnest($1::text[], $2::uuid[], $3::bigint[]) AS row (tenant_id, instance_id, first_seq)
       USING (tenant_id, instance_id, first_seq)`,
    columns(
      rows,
      (row) => row.tenantId,
      (row) => row.instanceId,
      (row) => row.firstSeq,
    ),
  );
  return new Set(found.map((row) => row.hash));
}
