import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type PostgresCluster, startPostgresCluster } from '../testing/postgres-cluster.ts';
import type { Database } from './database.ts';
import { readJournal } from './journal.ts';
import { ensureJournalMonths } from './journal-months.ts';
import { loadInstances } from './load-instances.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres-database.ts';
import { ensureRoles } from './roles.ts';

const migrations = fileURLToPath(new URL('./migrations', import.meta.url));

/** The owner is no superuser, as in production: row-level security binds the migrations as well. */
describe.skipIf(inject('postgresUrl') === null)('an upgrade of the first schema', () => {
  let cluster: PostgresCluster;
  let folder: string;
  const open = (connectionString: string): Promise<Database> =>
    openPostgres({
      connectionString,
      poolSize: 2,
      minSize: 0,
      applicationName: 'wbpm_test',
      statementTimeoutMs: 20_000,
    });

  beforeAll(async () => {
    cluster = await startPostgresCluster({ fsync: false });
    folder = await mkdtemp(join(tmpdir(), 'wbpm-migrations-'));
    await copyFile(
      join(migrations, '0001-definitions-and-runtime.sql'),
      join(folder, '0001-definitions-and-runtime.sql'),
    );
  });
  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  it('turns a timer that is waited for into a subscription', async () => {
    const database = await firstSchema('upgraded');
    const [instanceId, timerId] = [uuidv7(), uuidv7()];
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      Promise.all([
        transaction.query(
          `INSERT INTO wbpm_process_instances
             (tenant_id, instance_id, process_definition_id, process_id, version, status, sequence, journal_hash,
              started_by, start_time)
           VALUES ('default', $1, $1, 'p', 1, 'active', 3, ''::bytea, 'ann', now())`,
          [instanceId],
        ),
        transaction.query(
          `INSERT INTO wbpm_element_instances
             (tenant_id, instance_id, element_instance_id, element_id, scope_id, status, since, wait)
           VALUES ('default', $1, $2, 'timer', $1, 'active', now(), '{"kind":"timer","dueAt":5000}')`,
          [instanceId, timerId],
        ),
        transaction.query(
          `INSERT INTO wbpm_process_timers (tenant_id, timer_id, instance_id, element_id, target_date, created_at)
           VALUES ('default', $1, $2, 'timer', to_timestamp(5), now())`,
          [timerId, instanceId],
        ),
      ]),
    );

    await migrate(database);
    const [loaded] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      loadInstances(transaction, [{ tenantId: 'default', instanceId }]),
    );
    const stored = loaded?.instance;
    expect(stored?.state.elements.get(timerId)?.wait).toEqual({ kind: 'event' });
    expect([...(stored?.state.subscriptions.values() ?? [])]).toEqual([
      {
        id: timerId,
        elementId: 'timer',
        hostId: timerId,
        triggerIndex: 0,
        awaited: { kind: 'timer', dueAt: 5000, repeat: null },
      },
    ]);
    await database.close();
  });

  it('keeps the journal, month by month, and makes room for what has no month yet', async () => {
    const database = await firstSchema('partitioned');
    const instanceId = uuidv7();
    const write = (seq: number, at: string) =>
      database.transaction({ kind: 'runtime' }, (transaction) =>
        transaction.query(
          `INSERT INTO wbpm_journal (tenant_id, instance_id, first_seq, last_seq, at, actor, command, events, hash)
           VALUES ('default', $1, $2, $2, $3, 'ann', 'completeUserTask', '[{"type":"elementCompleted"}]', ''::bytea)`,
          [instanceId, seq, at],
        ),
      );
    await write(1, '2026-01-31T23:59:59.999Z');
    await write(2, '2026-02-01T00:00:00Z');
    await write(3, '2026-05-01T00:00:00Z');

    await migrate(database);
    await write(4, '2036-07-15T00:00:00Z');
    expect(await ensureJournalMonths(database, new Date('2036-06-01T00:00:00Z'))).toContain(
      'wbpm_journal_2036_07',
    );
    const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ partition: string }>(
        'SELECT tableoid::regclass::text AS partition FROM wbpm_journal ORDER BY first_seq',
      ),
    );
    expect(rows.map(({ partition }) => partition)).toEqual([
      'wbpm_journal_2026_01',
      'wbpm_journal_2026_02',
      'wbpm_journal_2026_05',
      'wbpm_journal_2036_07',
    ]);
    const journal = await database.transaction({ kind: 'tenant', tenantId: 'default' }, (transaction) =>
      readJournal(transaction, 'default', instanceId),
    );
    expect(journal.map(({ firstSeq }) => firstSeq)).toEqual([1, 2, 3, 4]);
    await database.close();
  });

  /** A database of that name with the first schema, whose owner is nobody special. */
  async function firstSchema(name: string): Promise<Database> {
    const url = await cluster.createDatabase(name);
    const administrator = await open(url);
    await ensureRoles(administrator);
    await administrator.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query(`
        do $$ begin
          if to_regrole('plain') is null then create role plain login; end if;
        end $$;
        grant wbpm_api, wbpm_runtime, wbpm_custodian to plain; alter database ${name} owner to plain`),
    );
    await administrator.close();
    const database = await open(url.replace('postgres@', 'plain@'));
    await migrate(database, folder);
    return database;
  }
});
