import { createHash } from 'node:crypto';
import pg from 'pg';

/** The rows of a tenant by table, as PostgreSQL writes them. */
export type TenantRows = ReadonlyMap<string, readonly string[]>;

/** Everything below is done by the owner of the tables, who is not bound by row-level security. */
export interface Owner {
  rowsOf(tenantId: string): Promise<TenantRows>;
  /** Tables a tenant has rows in, partitions aside. */
  tenantTables(): Promise<string[]>;
  /** Switches row-level security off or on again, on every table that has it. */
  rowLevelSecurity(state: 'off' | 'on'): Promise<void>;
  close(): Promise<void>;
}

export async function connectOwner(databaseUrl: string): Promise<Owner> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  let switchedOff: readonly string[] = [];

  async function tenantTables(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')
        order by 1`,
    );
    return rows.map(({ name }) => name);
  }

  async function protectedTables(): Promise<string[]> {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity`,
    );
    return rows.map(({ name }) => name);
  }

  return {
    tenantTables,
    async rowsOf(tenantId) {
      const found = new Map<string, readonly string[]>();
      for (const table of await tenantTables()) {
        const { rows } = await client.query<{ text: string }>(
          `select t::text as text from ${table} t where tenant_id = $1 order by 1`,
          [tenantId],
        );
        found.set(
          table,
          rows.map(({ text }) => text),
        );
      }
      return found;
    },
    async rowLevelSecurity(state) {
      if (state === 'off') switchedOff = await protectedTables();
      for (const table of switchedOff) {
        await client.query(
          state === 'off'
            ? `alter table ${table} disable row level security`
            : `alter table ${table} enable row level security`,
        );
      }
    },
    close: () => client.end(),
  };
}

/** One line for each table that differs. */
export function changedTables(before: TenantRows, after: TenantRows): string[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((table) => {
    const [was, is] = [before.get(table) ?? [], after.get(table) ?? []];
    if (checksum(was) === checksum(is)) return [];
    const gone = was.filter((row) => !is.includes(row));
    const added = is.filter((row) => !was.includes(row));
    return [
      `${table}: ${gone.length} rows gone, ${added.length} rows new: ${[...gone, ...added].join('\n  ')}`,
    ];
  });
}

function checksum(rows: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(rows)).digest('hex');
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Every id that stands anywhere in a tenant's rows. */
export function idsIn(rows: TenantRows): Set<string> {
  return new Set([...rows.values()].flat().flatMap((row) => row.match(uuid) ?? []));
}
