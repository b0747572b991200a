import { DatabaseError } from 'pg';
import type { Database, Transaction } from './database.ts';

/** The roles transactions act under; none may log in, and none owns anything. */
export const databaseRoles = ['wbpm_api', 'wbpm_runtime', 'wbpm_custodian'] as const;

const insufficientPrivilege = '42501';
/** Roles belong to the whole cluster, so another database's node may be creating them at this moment. */
const collisions = new Set(['42710', '23505', 'XX000']);
const attempts = 10;

/**
 * Makes sure the roles exist and the connecting user may act under them. Runs before the migrations,
 * which grant to them.
 */
export async function ensureRoles(database: Database): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await database.transaction({ kind: 'owner' }, createMissingRoles);
      return;
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      if (error.code === insufficientPrivilege) throw new Error(manualSetup(error.message), { cause: error });
      if (attempt === attempts || !collisions.has(error.code ?? '')) throw error;
    }
  }
}

async function createMissingRoles(transaction: Transaction): Promise<void> {
  const rows = await transaction.query<{ role: string; exists: boolean; usable: boolean }>(
    `select role, pg_roles.oid is not null as exists,
            coalesce(pg_has_role(current_user, pg_roles.oid,
              case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end), false) as usable
       from unnest($1::text[]) as role left join pg_roles on rolname = role`,
    [databaseRoles],
  );
  for (const { role, exists, usable } of rows) {
    if (!exists) await transaction.query(`create role ${role} nologin nosuperuser nobypassrls`);
    // Even the creator of a role may not act under it before PostgreSQL is told so; superusers always may.
    if (!usable) await transaction.query(`grant ${role} to current_user`);
  }
}

function manualSetup(reason: string): string {
  const statements = databaseRoles.flatMap((role) => [
    `CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOBYPASSRLS;`,
    `GRANT ${role} TO <the user of DATABASE_URL>;`,
  ]);
  return `Expected the roles ${databaseRoles.join(', ')}, but the database user may not create them (${reason}). Ask an administrator to run:\n${statements.join('\n')}`;
}
