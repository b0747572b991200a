import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import { platformTables } from './assert-isolation.ts';
import type { Database } from './database.ts';

describe.each(testDatabases)('the schema on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  const names = async (sql: string) => {
    const rows = await database.transaction({ kind: 'owner' }, (transaction) =>
      transaction.query<{ name: string }>(
        `with tables as (
           select c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relispartition from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not (c.relname = any ($1::text[]))
         ), tenant_columns as (
           select attrelid, attnum, attnotnull from pg_attribute where attname = 'tenant_id' and not attisdropped
         ) ${sql}`,
        [platformTables],
      ),
    );
    return rows.map(({ name }) => name).sort();
  };

  it('has tables', async () => {
    expect(await names('select relname::text as name from tables')).toContain('wbpm_process_instances');
  });

  it('has a tenant in every row', async () => {
    const without = await names(`select relname::text as name from tables
      where not exists (select from tenant_columns where attrelid = tables.oid and attnotnull)`);
    expect(without).toEqual([]);
  });

  it('forces row-level security with a policy on every table', async () => {
    const without = await names(`select relname::text as name from tables where not relispartition
      and not (relrowsecurity and relforcerowsecurity and exists (select from pg_policy where polrelid = tables.oid))`);
    expect(without).toEqual([]);
  });

  it('forces it on every partition, which nobody may reach beside its table', async () => {
    const open = await names(`select relname::text as name from tables where relispartition
      and not (relrowsecurity and relforcerowsecurity
        and not has_table_privilege('wbpm_api', oid, 'select, insert, update, delete')
        and not has_table_privilege('wbpm_runtime', oid, 'select, insert, update, delete'))`);
    expect(open).toEqual([]);
    expect(await names('select relname::text as name from tables where relispartition')).not.toEqual([]);
  });

  it('lets a tenant be taken out and deleted as a whole', async () => {
    const without = await names(`select relname::text as name from tables where not relispartition
      and not (has_table_privilege('wbpm_custodian', oid, 'select') and has_table_privilege('wbpm_custodian', oid, 'delete')
        and exists (select from pg_policy where polrelid = tables.oid and polname = 'custodian'))`);
    expect(without).toEqual([]);
  });

  it('begins every primary key and unique index with the tenant', async () => {
    const without = await names(`select i.indexrelid::regclass::text as name
      from pg_index i join tables on tables.oid = i.indrelid
      left join tenant_columns t on t.attrelid = i.indrelid
      where i.indisunique and i.indkey[0] is distinct from t.attnum`);
    expect(without).toEqual([]);
  });

  it('begins every foreign key with the tenant, on both sides', async () => {
    const without = await names(`select c.conname::text as name
      from pg_constraint c join tables on tables.oid = c.conrelid
      left join tenant_columns t on t.attrelid = c.conrelid
      left join tenant_columns f on f.attrelid = c.confrelid
      where c.contype = 'f' and (c.conkey[1] is distinct from t.attnum or c.confkey[1] is distinct from f.attnum)`);
    expect(without).toEqual([]);
  });

  it('lets tenants neither create nor own anything', async () => {
    expect(
      await names(`select relname::text as name from pg_class
      where pg_get_userbyid(relowner) in ('wbpm_api', 'wbpm_runtime', 'wbpm_custodian')`),
    ).toEqual([]);
    expect(
      await names(`select role as name from unnest(array['wbpm_api', 'wbpm_runtime', 'wbpm_custodian']) as role
      where has_schema_privilege(role, 'public', 'create')`),
    ).toEqual([]);
  });
});
