import type { Event, JournalEntry } from '@wbpm/engine';
import { columns } from './columns.ts';
import type { Transaction } from './database.ts';

export interface StoredJournalEntry extends JournalEntry {
  readonly hash: string;
  /** The stored text the hash covers. */
  readonly eventsText: string;
}

/** The journal of one instance in order, up to and including the entry that holds `upToSeq`. */
export async function readJournal(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  upToSeq: number = Number.MAX_SAFE_INTEGER,
): Promise<StoredJournalEntry[]> {
  const rows = await transaction.query<{
    first_seq: number;
    at: Date;
    actor: string;
    command: string;
    events: string;
    hash: string;
  }>(
    `SELECT first_seq, at, actor, command, events::text AS events, encode(hash, 'hex') AS hash
     FROM wbpm_journal
     WHERE tenant_id = $1 AND instance_id = $2 AND first_seq <= $3
     ORDER BY first_seq`,
    [tenantId, instanceId, upToSeq],
  );
  return rows.map((row) => ({
    firstSeq: row.first_seq,
    at: row.at.getTime(),
    actor: row.actor,
    command: row.command,
    eventsText: row.events,
    // Written by this program and never changed: parsed without a second look.
    events: JSON.parse(row.events) as Event[],
    hash: row.hash,
  }));
}

/** Hashes of the given journal rows, as far as they exist. */
export async function committedHashes(
  transaction: Transaction,
  rows: readonly { readonly tenantId: string; readonly instanceId: string; readonly firstSeq: number }[],
): Promise<Set<string>> {
  const found = await transaction.query<{ hash: string }>(
    `SELECT encode(j.hash, 'hex') AS hash FROM wbpm_journal j
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
