import { requirePermission } from '../access/require-permission.ts';
import type { FileStore } from '../files/file-store.ts';
import { notFound } from '../not-found.ts';
import type { Database } from '../store/database.ts';
import { read, snapshot } from '../store/read.ts';
import { rowsAfter, type TenantTable, tenantTables } from '../store/tenant-rows.ts';
import { findTenant } from '../store/tenants.ts';
import type { IdentityCase } from './identity-case.ts';

/** What is no part of a tenant's own: who is logged in just now, and answers kept for a repetition. */
const leftOut = new Set(['wbpm_sessions', 'wbpm_idempotency_keys']);
const rowsAtOnce = 200;

/**
 * Everything of a tenant as lines of JSON: a head, a line for each row of each table and for each file, and an end
 * without which it is not complete. Each page of rows is as it was when it was read: for a still picture suspend the
 * tenant first. Hashes of passwords, tokens and keys are not in it.
 */
export async function exportTenant(
  { database, principal, files }: IdentityCase & { readonly files: FileStore },
  tenantId: string,
): Promise<AsyncIterable<string>> {
  requirePermission(principal, 'tenant', 'export');
  const tenant = await read(database, tenantId, (transaction) => findTenant(transaction, tenantId));
  if (tenant === null) throw notFound('tenant', tenantId);
  return linesOf(database, files, tenantId);
}

async function* linesOf(database: Database, files: FileStore, tenantId: string): AsyncIterable<string> {
  const tables = await snapshot(database, { kind: 'custodian', tenantId }, tenantTables);
  yield line({ format: 'wbpm-tenant', version: 1, tenant_id: tenantId });
  let rows = 0;
  for (const table of tables) {
    if (leftOut.has(table.name)) continue;
    for await (const row of rowsOf(database, table, tenantId)) {
      rows += 1;
      yield line({ table: table.name, row });
      if (table.name === 'wbpm_large_values') yield* fileOf(files, tenantId, row);
    }
  }
  yield line({ end: true, rows });
}

async function* rowsOf(database: Database, table: TenantTable, tenantId: string): AsyncIterable<object> {
  let after: readonly string[] | null = null;
  for (;;) {
    const page = await snapshot(database, { kind: 'custodian', tenantId }, (transaction) =>
      rowsAfter(transaction, table, tenantId, after, rowsAtOnce),
    );
    for (const { row } of page) yield row;
    const last = page.at(-1);
    if (last === undefined || page.length < rowsAtOnce) return;
    after = last.key;
  }
}

/** Several rows can refer to one file: it is told with each, for a reader that goes from line to line. */
async function* fileOf(files: FileStore, tenantId: string, row: object): AsyncIterable<string> {
  // PostgreSQL writes bytes as \x and hexadecimal digits.
  const [, sha256] = /^\\x([0-9a-f]{64})$/.exec('sha256' in row ? String(row.sha256) : '') ?? [];
  if (sha256 === undefined) return;
  const bytes = await files.get({ tenantId, sha256 });
  yield line({ file: sha256, content: bytes === null ? null : Buffer.from(bytes).toString('base64') });
}

function line(value: object): string {
  return `${JSON.stringify(value)}\n`;
}
