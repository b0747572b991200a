import { columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { LargeValueReference } from './large-value-reference.ts';
import { instanceOf, tenantOf, type Write } from './row-writer.ts';

/** What an instance is about to refer to. */
export interface Announcement {
  readonly tenantId: string;
  /** The folder the tenant's files have in the store. */
  readonly tenantKey: string;
  readonly instanceId: string;
  readonly file: LargeValueReference;
}

/** Locks go by the first 64 bits of the hash. */
const lockNumber = `('x' || left(hash, 16))::bit(64)::bigint`;

/**
 * Says that these files will be referred to, before they are put: from now on no sweep deletes them. Answers
 * those which one is just deleting; they may not be put before it is done.
 */
export async function announceLargeValues(
  transaction: Transaction,
  announcements: readonly Announcement[],
): Promise<{ readonly tenantKey: string; readonly sha256: string }[]> {
  const rows = announcements.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const hashes = [...new Set(rows.map(({ file }) => file.sha256))].sort();
  void transaction.query(
    `SELECT pg_advisory_xact_lock_shared(${lockNumber}) FROM unnest($1::text[]) AS hash`,
    [hashes],
  );
  void transaction.query(
    `INSERT INTO wbpm_large_values AS v (tenant_id, instance_id, sha256, bytes, is_committed)
     SELECT tenant_id, instance_id, decode(sha256, 'hex'), bytes, false
     FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[]) AS row (tenant_id, instance_id, sha256, bytes)
     ON CONFLICT (tenant_id, instance_id, sha256) DO UPDATE SET created_at = clock_timestamp()
     WHERE NOT v.is_committed`,
    columns(
      rows,
      ({ tenantId }) => tenantId,
      ({ instanceId }) => instanceId,
      ({ file }) => file.sha256,
      ({ file }) => file.bytes,
    ),
  );
  const condemned = await transaction.query<{ tenant_key: string; sha256: string }>(
    `SELECT f.tenant_key, encode(f.sha256, 'hex') AS sha256 FROM wbpm_condemned_files f
     JOIN unnest($1::text[], $2::text[]) AS row (tenant_key, sha256)
       ON f.tenant_key = row.tenant_key AND f.sha256 = decode(row.sha256, 'hex')`,
    columns(
      rows,
      ({ tenantKey }) => tenantKey,
      ({ file }) => file.sha256,
    ),
  );
  return condemned.map((row) => ({ tenantKey: row.tenant_key, sha256: row.sha256 }));
}

function orderOf({ tenantId, instanceId, file }: Announcement): string {
  return `${tenantId} ${instanceId} ${file.sha256}`;
}

/** What the committed changes refer to. */
export function writeLargeValues(write: Write): Promise<void>[] {
  return [
    write(
      (change) => change.largeValues,
      `INSERT INTO wbpm_large_values AS v (tenant_id, instance_id, sha256, bytes, is_committed)
       SELECT tenant_id, instance_id, decode(sha256, 'hex'), bytes, true
       FROM unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[]) AS row (tenant_id, instance_id, sha256, bytes)
       ON CONFLICT (tenant_id, instance_id, sha256) DO UPDATE SET is_committed = true WHERE NOT v.is_committed`,
      tenantOf,
      instanceOf,
      ({ row }) => row.sha256,
      ({ row }) => row.bytes,
    ),
  ];
}

/** Forgets references of changes that never happened. */
export async function dropUncommitted(transaction: Transaction, before: Date): Promise<void> {
  await transaction.query('DELETE FROM wbpm_large_values WHERE NOT is_committed AND created_at < $1', [
    before,
  ]);
}

/** A file as the store knows it. */
export interface SweptFile {
  readonly tenantKey: string;
  readonly sha256: string;
}

/**
 * Condemns those of the files that nothing refers to, and answers them: they may be deleted. One that is just
 * being announced is left alone.
 */
export async function condemnFiles(
  transaction: Transaction,
  files: readonly SweptFile[],
): Promise<SweptFile[]> {
  const hashes = [...new Set(files.map(({ sha256 }) => sha256))].sort();
  const locked = await transaction.query<{ hash: string }>(
    `SELECT hash FROM unnest($1::text[]) AS hash WHERE pg_try_advisory_xact_lock(${lockNumber})`,
    [hashes],
  );
  const free = new Set(locked.map(({ hash }) => hash));
  return swept(
    await transaction.query<SweptRow>(
      `INSERT INTO wbpm_condemned_files AS f (tenant_key, sha256)
       SELECT row.tenant_key, decode(row.sha256, 'hex')
       FROM unnest($1::text[], $2::text[]) AS row (tenant_key, sha256)
       WHERE NOT EXISTS (
         SELECT FROM wbpm_large_values v
         WHERE v.sha256 = decode(row.sha256, 'hex')
           AND encode(sha256(convert_to(v.tenant_id, 'UTF8')), 'hex') = row.tenant_key)
       ON CONFLICT (tenant_key, sha256) DO UPDATE SET condemned_at = clock_timestamp()
       RETURNING f.tenant_key, encode(f.sha256, 'hex') AS sha256`,
      columns(
        files.filter(({ sha256 }) => free.has(sha256)),
        ({ tenantKey }) => tenantKey,
        ({ sha256 }) => sha256,
      ),
    ),
  );
}

/** Files whose deletion was never heard to have happened, to be deleted again; the next in ten minutes. */
export async function overdueCondemned(transaction: Transaction): Promise<SweptFile[]> {
  return swept(
    await transaction.query<SweptRow>(
      `UPDATE wbpm_condemned_files SET condemned_at = clock_timestamp()
       WHERE condemned_at < clock_timestamp() - interval '10 minutes'
       RETURNING tenant_key, encode(sha256, 'hex') AS sha256`,
    ),
  );
}

/** The files are gone: they may be put again. */
export async function forgetCondemned(transaction: Transaction, files: readonly SweptFile[]): Promise<void> {
  await transaction.query(
    `DELETE FROM wbpm_condemned_files f
     USING unnest($1::text[], $2::text[]) AS row (tenant_key, sha256)
     WHERE f.tenant_key = row.tenant_key AND f.sha256 = decode(row.sha256, 'hex')`,
    columns(
      files,
      ({ tenantKey }) => tenantKey,
      ({ sha256 }) => sha256,
    ),
  );
}

interface SweptRow {
  readonly tenant_key: string;
  readonly sha256: string;
}

function swept(rows: readonly SweptRow[]): SweptFile[] {
  return rows.map((row) => ({ tenantKey: row.tenant_key, sha256: row.sha256 }));
}
