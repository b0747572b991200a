import { DatabaseError } from 'pg';
import type { Database, Transaction } from './database.ts';

/** The journal is kept in a partition a month, by UTC. `first` is its first day, such as `2026-12-01`. */
export interface Month {
  readonly first: string;
  readonly next: string;
  readonly partition: string;
}

/** So many months are made ahead: the server has to stand still for longer before rows land in the default. */
const monthsAhead = 3;

/** Any constant, as long as every node uses the same. */
const advisoryLock = 7_726_002;
/** Whoever waits for a lock holds up those who come after: better tried again than waited for. */
const lockTimeoutMs = 200;
const attempts = 50;
const pauseMs = 100;
const lockNotAvailable = '55P03';

export function monthOf(at: Date): Month {
  const firstOf = (months: number): string =>
    new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months, 1)).toISOString().slice(0, 10);
  const first = firstOf(0);
  return { first, next: firstOf(1), partition: `wbpm_journal_${first.slice(0, 7).replace('-', '_')}` };
}

/** Start and end of a month as PostgreSQL takes them, whatever the time zone of the connection. */
export function boundsOf({ first, next }: Month): { readonly from: string; readonly to: string } {
  return { from: `${first} 00:00:00+00`, to: `${next} 00:00:00+00` };
}

/**
 * Makes the partitions of this month and the next ones, and those of rows that had none, which it moves out
 * of the default partition. Safe on several nodes at once; commits go on meanwhile. Names what it made.
 */
export async function ensureJournalMonths(database: Database, now: Date): Promise<string[]> {
  const made: string[] = [];
  const wanted = Array.from({ length: monthsAhead + 1 }, (_, ahead) =>
    monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))),
  );
  const missing = await missingMonths(database, wanted);
  const homeless = await monthsInDefault(database);
  const months = new Map([...missing, ...homeless].map((month) => [month.partition, month]));
  for (const month of months.values()) {
    const isNew = await withLock(database, (transaction) => makeMonth(transaction, month));
    if (isNew) made.push(month.partition);
  }
  return made;
}

async function missingMonths(database: Database, months: readonly Month[]): Promise<Month[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ name: string }>(
      'SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL',
      [months.map(({ partition }) => partition)],
    ),
  );
  const missing = new Set(rows.map(({ name }) => name));
  return months.filter(({ partition }) => missing.has(partition));
}

/** Usually it has no page at all, and nothing is locked. */
async function monthsInDefault(database: Database): Promise<Month[]> {
  const [size] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ bytes: number }>("SELECT pg_relation_size('wbpm_journal_default') AS bytes"),
  );
  if (size === undefined || size.bytes === 0) return [];
  const rows = await withLock(database, async (transaction) => {
    await showDefaultToOwner(transaction);
    const found = await transaction.query<{ month: Date }>(
      `SELECT DISTINCT date_trunc('month', at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' AS month FROM wbpm_journal_default`,
    );
    // Gives the pages back, so that the next look at its size tells again.
    if (found.length === 0) await transaction.query('TRUNCATE wbpm_journal_default');
    await hideDefaultFromOwner(transaction);
    return found;
  });
  return rows.map(({ month }) => monthOf(month));
}

/**
 * A table that is made apart and attached: `CREATE TABLE … PARTITION OF` would shut out every commit. Rows of
 * the month in the default partition come along in the same transaction, so that nobody misses them.
 */
async function makeMonth(transaction: Transaction, month: Month): Promise<boolean> {
  const { from, to } = boundsOf(month);
  // Asked of the table itself: what a session remembers of names may be from before it had the lock.
  const known = await transaction.query(
    'SELECT FROM pg_class WHERE relname = $1 AND relnamespace = current_schema()::regnamespace',
    [month.partition],
  );
  if (known.length > 0) return false;
  await transaction.query(
    `CREATE TABLE ${month.partition} (LIKE wbpm_journal INCLUDING ALL,
       CONSTRAINT ${month.partition}_month CHECK (at >= '${from}' AND at < '${to}'))`,
  );
  await showDefaultToOwner(transaction);
  await transaction.query(
    `WITH moved AS (DELETE FROM wbpm_journal_default WHERE at >= '${from}' AND at < '${to}' RETURNING *)
     INSERT INTO ${month.partition} SELECT * FROM moved`,
  );
  await hideDefaultFromOwner(transaction);
  await transaction.query(
    `ALTER TABLE ${month.partition} ENABLE ROW LEVEL SECURITY;
     ALTER TABLE ${month.partition} FORCE ROW LEVEL SECURITY;
     ALTER TABLE wbpm_journal ATTACH PARTITION ${month.partition} FOR VALUES FROM ('${from}') TO ('${to}');
     ALTER TABLE ${month.partition} DROP CONSTRAINT ${month.partition}_month`,
  );
  return true;
}

/** Row-level security binds the owner of the tables too. Locks the default partition until the end. */
async function showDefaultToOwner(transaction: Transaction): Promise<void> {
  await transaction.query('ALTER TABLE wbpm_journal_default NO FORCE ROW LEVEL SECURITY');
}

async function hideDefaultFromOwner(transaction: Transaction): Promise<void> {
  await transaction.query('ALTER TABLE wbpm_journal_default FORCE ROW LEVEL SECURITY');
}

/** Changes the partitions while no other node does, trying again as long as somebody has what it needs. */
export async function withLock<Result>(
  database: Database,
  work: (transaction: Transaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await database.transaction({ kind: 'owner' }, async (transaction) => {
        await transaction.query(
          `SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = ${lockTimeoutMs};
           SELECT pg_advisory_xact_lock(${advisoryLock})`,
        );
        return work(transaction);
      });
    } catch (error) {
      const isLocked = error instanceof DatabaseError && error.code === lockNotAvailable;
      if (!isLocked || attempt === attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}
