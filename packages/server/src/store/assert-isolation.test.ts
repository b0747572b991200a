import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import { assertIsolation } from './assert-isolation.ts';
import type { Database } from './database.ts';

describe.each(testDatabases)('the proof of isolation on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  const run = (sql: string) =>
    database.transaction({ kind: 'owner' }, (transaction) => transaction.query(sql));
  const protect = (table: string) =>
    `alter table ${table} enable row level security; alter table ${table} force row level security;`;
  const table =
    'create table extra (tenant_id text not null, primary key (tenant_id)); grant select on extra to wbpm_api;';
  const policy =
    "create policy tenant on extra to wbpm_api using (tenant_id = current_setting('app.tenant_id'));";

  it('holds for the migrated schema', async () => {
    await assertIsolation(database);
  });

  it.each([
    ['a table without row-level security', table, 'drop table extra', 'not on extra'],
    [
      'a table whose owner escapes its policy',
      `${table} alter table extra enable row level security; ${policy}`,
      'drop table extra',
      'not on extra',
    ],
    ['a table without a policy', table + protect('extra'), 'drop table extra', 'not on extra'],
    [
      'a policy that lets everybody see',
      `${table}${protect('extra')} insert into extra values ('acme'); create policy all_of_it on extra using (true);`,
      'drop table extra',
      'extra shows some',
    ],
    [
      'a view that looks with its owner’s eyes',
      'create view peek as select tenant_id from wbpm_tasks',
      'drop view peek',
      'not on peek',
    ],
    [
      'a partition that can be read beside its table',
      `create table extra (tenant_id text not null) partition by list (tenant_id); ${protect('extra')} ${policy}
       create table extra_acme partition of extra for values in ('acme'); grant select on extra_acme to wbpm_api`,
      'drop table extra',
      'not on extra_acme',
    ],
    [
      'migrations that a tenant may rewrite',
      'grant update on wbpm_schema_migrations to wbpm_api',
      'revoke update on wbpm_schema_migrations from wbpm_api',
      'wbpm_schema_migrations',
    ],
  ])('fails for %s', async (_hole, open, close, message) => {
    await run(open);
    await expect(assertIsolation(database)).rejects.toThrow(message);
    await run(close);
    await assertIsolation(database);
  });

  it('fails for a role that row-level security does not bind', async () => {
    const acting = (scope: 'tenant' | 'runtime', role: string): Database => ({
      ...database,
      transaction: (requested, work) =>
        database.transaction({ kind: 'owner' }, async (transaction) => {
          if (requested.kind === scope) await transaction.query(`set local role ${role}`);
          return work(transaction);
        }),
    });
    await expect(assertIsolation(acting('tenant', 'postgres'))).rejects.toThrow('they act as postgres');
  });
});
