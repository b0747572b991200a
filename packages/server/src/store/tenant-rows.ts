import type { Transaction } from './database.ts';

/** A table with rows of tenants, and what tells those of one tenant apart. */
export interface TenantTable {
  readonly name: string;
  readonly key: readonly { readonly column: string; readonly type: string }[];
}

interface TableRecord {
  readonly name: string;
  readonly columns: readonly string[] | null;
  readonly types: readonly string[] | null;
  readonly refers_to: readonly string[];
}

/** All of them, those first whose rows refer to others'. Partitions belong to their table. */
export async function tenantTables(transaction: Transaction): Promise<TenantTable[]> {
  const rows = await transaction.query<TableRecord>(
    `SELECT c.relname::text AS name, k.columns, k.types, ARRAY(
       SELECT DISTINCT f.confrelid::regclass::text FROM pg_constraint f
       WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid) AS refers_to
     FROM pg_class c
     LEFT JOIN LATERAL (
       SELECT array_agg(quote_ident(a.attname) ORDER BY p.place) AS columns,
              array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY p.place) AS types
       FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS p (attnum, place)
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.attnum
       WHERE i.indrelid = c.oid AND i.indisprimary AND a.attname <> 'tenant_id') k ON true
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND EXISTS (SELECT FROM pg_attribute a
                   WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)
     ORDER BY 1`,
  );
  return dependentsFirst(rows).map(({ name, columns, types }) => ({
    name,
    key: (columns ?? []).map((column, index) => ({ column, type: types?.[index] ?? 'text' })),
  }));
}

function dependentsFirst(rows: readonly TableRecord[]): TableRecord[] {
  const ordered: TableRecord[] = [];
  let left = rows;
  while (left.length > 0) {
    const free = left.filter(({ name }) => !left.some(({ refers_to: others }) => others.includes(name)));
    if (free.length === 0) throw new Error('Expected tables that refer to each other in no circle');
    ordered.push(...free);
    left = left.filter((row) => !free.includes(row));
  }
  return ordered;
}

export interface TenantRow {
  readonly row: object;
  /** What tells the row apart, as text: where the next page begins. */
  readonly key: readonly string[];
}

/** What secrets are checked against is nobody's to take out. */
const secretColumns = ['password_hash', 'token_hash', 'refresh_hash', 'previous_refresh_hash'];

/** Rows of a tenant by their keys, in the custodian's scope. `after` null begins. */
export function rowsAfter(
  transaction: Transaction,
  { name, key }: TenantTable,
  tenantId: string,
  after: readonly string[] | null,
  limit: number,
): Promise<TenantRow[]> {
  const columns = key.map(({ column }) => `t.${column}`);
  const position = key.map(({ type }, index) => `($2::text[])[${index + 1}]::${type}`);
  const isAfter = key.length === 0 ? 'false' : `(${columns.join(', ')}) > (${position.join(', ')})`;
  const shown = columns.map((column) => `${column}::text`);
  const order = columns.length === 0 ? '' : `ORDER BY ${columns.join(', ')}`;
  return transaction.query<TenantRow>(
    `SELECT to_jsonb(t) - $4::text[] AS row, ARRAY[${shown.join(', ')}]::text[] AS key FROM ${name} t
     WHERE t.tenant_id = $1 AND ($2::text[] IS NULL OR ${isAfter}) ${order} LIMIT $3`,
    [tenantId, after, limit, secretColumns],
  );
}

/** Deletes so many rows of a tenant at most, in the custodian's scope, and tells how many those were. */
export async function deleteTenantRows(
  transaction: Transaction,
  { name, key }: TenantTable,
  tenantId: string,
  limit: number,
): Promise<number> {
  const columns = ['tenant_id', ...key.map(({ column }) => column)].join(', ');
  const [row] = await transaction.query<{ deleted: number }>(
    `WITH gone AS (
       DELETE FROM ${name} WHERE tenant_id = $1 AND (${columns}) IN (
         SELECT ${columns} FROM ${name} WHERE tenant_id = $1 LIMIT $2)
       RETURNING 1
     ) SELECT count(*)::int AS deleted FROM gone`,
    [tenantId, limit],
  );
  return row?.deleted ?? 0;
}
