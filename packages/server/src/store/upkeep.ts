import type { Database } from './database.ts';

/** Keeps the planner informed and, where nobody else does, dead rows away. */
export interface Upkeep {
  /** Rows were written. Looks after a pause, so that many commits share one look and rest costs nothing. */
  changed(): void;
  stop(): Promise<void>;
}

const usualPauseMs = 2000;

/**
 * Without statistics the planner takes the tenant for as good a key as any. PostgreSQL looks for itself, but
 * once a minute only: until then a table is read through for what an index would find at once. Sizes are asked
 * of the files, because counts of rows come late.
 */
const grownTables = `SELECT relname AS name FROM pg_class
 WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname LIKE 'wbpm\\_%'
   AND pg_relation_size(oid) > 2 * relpages::bigint * current_setting('block_size')::bigint`;

/** The rule of PostgreSQL's autovacuum, with its usual scale. */
const wornTables = `SELECT statistics.relname AS name FROM pg_stat_user_tables AS statistics JOIN pg_class ON pg_class.oid = relid
 WHERE schemaname = current_schema() AND statistics.relname LIKE 'wbpm\\_%'
   AND n_dead_tup > 1000 + 0.2 * greatest(reltuples, 0)`;

export function startUpkeep(
  database: Database,
  onError: (error: unknown) => void,
  pauseMs = usualPauseMs,
): Upkeep {
  let next: NodeJS.Timeout | null = null;
  let looking = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    for (const name of await namesOf(database, grownTables)) {
      if (stopped) return;
      await database.transaction({ kind: 'owner' }, (transaction) => transaction.query(`ANALYZE ${name}`));
    }
    database.keepPlans();
    if (database.vacuum === null) return;
    for (const name of await namesOf(database, wornTables)) {
      if (stopped) return;
      await database.vacuum(name);
    }
  }

  return {
    changed() {
      if (next !== null || stopped) return;
      next = setTimeout(() => {
        looking = look()
          .catch(onError)
          .finally(() => {
            next = null;
          });
      }, pauseMs);
      next.unref();
    },
    async stop() {
      stopped = true;
      if (next !== null) clearTimeout(next);
      await looking;
    },
  };
}

async function namesOf(database: Database, sql: string): Promise<string[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ name: string }>(sql),
  );
  return rows.map(({ name }) => name);
}
