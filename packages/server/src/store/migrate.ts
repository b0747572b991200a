import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Database, Transaction } from './database.ts';

/**
 * Migrations are numbered SQL files, applied in the order of their names, each in one transaction.
 *
 * Why not Kysely's Migrator: it would need a dialect that opens transactions by hand over a seam that
 * opens them by callback, keeps its lock in a table of its own, and does not notice that an applied file
 * was edited. An advisory lock that ends with its transaction, and a checksum, are less code than that.
 */
interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

const ledger = `create table if not exists wbpm_schema_migrations (
  name       text primary key,
  checksum   text not null,
  applied_at timestamptz not null default now()
)`;

/** Any constant will do, as long as every node uses the same. */
const advisoryLock = 7_726_001;

/** Applies what is missing and names it. Nodes that start together take turns and find nothing left to do. */
export async function migrate(database: Database, folder = migrationsFolder()): Promise<string[]> {
  const migrations = await readMigrations(folder);
  const applied: string[] = [];
  for (;;) {
    const name = await database.transaction({ kind: 'owner' }, (transaction) =>
      applyNext(transaction, migrations),
    );
    if (name === undefined) return applied;
    applied.push(name);
  }
}

async function applyNext(
  transaction: Transaction,
  migrations: readonly Migration[],
): Promise<string | undefined> {
  await transaction.query(`set local statement_timeout = 0; select pg_advisory_xact_lock(${advisoryLock})`);
  await transaction.query(ledger);
  const rows = await transaction.query<{ name: string; checksum: string }>(
    'select name, checksum from wbpm_schema_migrations',
  );
  const applied = new Map(rows.map((row) => [row.name, row.checksum]));
  refuseForeignHistory(applied, migrations);

  const next = migrations.find(({ name }) => !applied.has(name));
  if (next === undefined) return undefined;
  await transaction.query(next.sql).catch((error: unknown) => {
    throw new Error(`Expected migration ${next.name} to apply, but ${String(error)}`, { cause: error });
  });
  await transaction.query('insert into wbpm_schema_migrations (name, checksum) values ($1, $2)', [
    next.name,
    next.checksum,
  ]);
  return next.name;
}

function refuseForeignHistory(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map(({ name, checksum }) => [name, checksum]));
  for (const [name, checksum] of applied) {
    const expected = known.get(name);
    if (expected === undefined) {
      throw new Error(
        `Expected to know every migration of this database, but it has ${name}: it was used by a newer version of WBPM`,
      );
    }
    if (expected !== checksum) {
      throw new Error(`Expected migration ${name} as it was applied, but the file has been changed since`);
    }
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(`${folder}/${name}`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex') };
    }),
  );
}

/** Beside this module in the sources; the build copies them beside the bundle under the same name. */
function migrationsFolder(): string {
  return fileURLToPath(new URL('./migrations', import.meta.url));
}
