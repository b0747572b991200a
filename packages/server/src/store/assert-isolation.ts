import { DatabaseError } from 'pg';
import type { Database } from './database.ts';
import { databaseRoles } from './roles.ts';

/** Tables that belong to the installation rather than to a tenant, and that no tenant's query can reach. */
export const platformTables = [
  'wbpm_schema_migrations',
  'wbpm_nodes',
  'wbpm_file_store',
  'wbpm_condemned_files',
] as const;

/**
 * Refuses to start when the database would show one tenant another's rows. A superuser, an owner without
 * FORCE, or one table without a policy switches row-level security off without any error, so nothing
 * else would tell.
 */
export async function assertIsolation(database: Database): Promise<void> {
  await assertActingRole(database, { kind: 'tenant', tenantId: 'isolation-check' }, databaseRoles[0]);
  await assertActingRole(database, { kind: 'runtime' }, databaseRoles[1]);
  await assertActingRole(database, { kind: 'custodian', tenantId: 'isolation-check' }, databaseRoles[2]);
  await assertEveryTableProtected(database);
  await assertNothingWithoutTenant(database);
}

async function assertActingRole(
  database: Database,
  scope: { readonly kind: 'tenant' | 'custodian'; readonly tenantId: string } | { readonly kind: 'runtime' },
  expected: string,
): Promise<void> {
  const [role] = await database.transaction(scope, (transaction) =>
    transaction.query<{ name: string; rolsuper: boolean; rolbypassrls: boolean }>(
      'select rolname::text as name, rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    ),
  );
  if (role?.name !== expected) {
    throw new Error(
      `Expected ${scope.kind} transactions to act as ${expected}, but they act as ${role?.name}`,
    );
  }
  if (role.rolsuper || role.rolbypassrls) {
    throw new Error(
      `Expected ${expected} to be bound by row-level security, but it is a superuser or has BYPASSRLS`,
    );
  }
}

/**
 * Partitions need no policy of their own as long as nobody may read them except through their table;
 * views read with their owner's eyes unless told otherwise.
 */
async function assertEveryTableProtected(database: Database): Promise<void> {
  const exposed = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ name: string }>(
      `select c.relname::text as name
         from pg_class c
        where c.relnamespace = current_schema()::regnamespace
          and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
          and not (c.relname = any ($1::text[]))
          and case
                when c.relkind in ('r', 'p') and not c.relispartition
                  then not (c.relrowsecurity and c.relforcerowsecurity
                            and exists (select from pg_policy p where p.polrelid = c.oid))
                when c.relkind in ('r', 'p', 'm', 'f')
                  then has_table_privilege('wbpm_api', c.oid, 'select')
                when c.relkind = 'v'
                  then not coalesce(c.reloptions @> '{security_invoker=true}', false)
                else false
              end
        order by 1`,
      [platformTables],
    ),
  );
  if (exposed.length > 0) {
    const names = exposed.map(({ name }) => name).join(', ');
    throw new Error(`Expected row-level security enabled and forced on every table, but not on ${names}`);
  }
  const [platform] = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ name: string }>(
      `select c.relname::text as name from pg_class c
        where c.relnamespace = current_schema()::regnamespace and c.relname = any ($1::text[])
          and has_table_privilege('wbpm_api', c.oid, 'insert, update, delete')`,
      [platformTables],
    ),
  );
  if (platform !== undefined) {
    throw new Error(`Expected wbpm_api to be kept from changing ${platform.name}, but it may`);
  }
}

/**
 * The canary: as wbpm_api, without a tenant, every table must refuse or show nothing. Sequential scans
 * are switched off so that asking a large table costs one look into an index.
 */
async function assertNothingWithoutTenant(database: Database): Promise<void> {
  const tables = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ name: string }>(
      `select oid::regclass::text as name from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
          and not (relname = any ($1::text[]))`,
      [platformTables],
    ),
  );
  for (const { name } of tables) {
    if (await showsRowsWithoutTenant(database, name)) {
      throw new Error(`Expected no rows without a tenant, but ${name} shows some to wbpm_api`);
    }
  }
}

async function showsRowsWithoutTenant(database: Database, table: string): Promise<boolean> {
  try {
    const [row] = await database.transaction({ kind: 'owner' }, async (transaction) => {
      await transaction.query('set local role wbpm_api; set local enable_seqscan = off');
      return transaction.query<{ found: boolean }>(`select exists (select from ${table}) as found`);
    });
    return row?.found === true;
  } catch (error) {
    // Refusing is the other right answer: no privilege, or a policy that cannot do without a tenant.
    if (error instanceof DatabaseError) return false;
    throw error;
  }
}
