import type { Transaction } from './database.ts';

export interface StoredPassword {
  readonly hash: string;
  readonly isActive: boolean;
  readonly isLocked: boolean;
  readonly mustChange: boolean;
}

export async function findPassword(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<StoredPassword | null> {
  const [row] = await transaction.query<{
    password_hash: string;
    is_active: boolean;
    is_locked: boolean;
    must_change_password: boolean;
  }>(
    `SELECT u.password_hash, u.must_change_password, coalesce(u.locked_until > now(), false) AS is_locked,
            u.status = 'active' AND NOT EXISTS (
              SELECT FROM wbpm_tenants t WHERE t.tenant_id = $1 AND t.status <> 'active') AS is_active
     FROM wbpm_users u WHERE u.tenant_id = $1 AND u.user_id = $2`,
    [tenantId, userId],
  );
  if (row === undefined) return null;
  return {
    hash: row.password_hash,
    isActive: row.is_active,
    isLocked: row.is_locked,
    mustChange: row.must_change_password,
  };
}

/** Forgets failed logins too. False when there is no such user. */
export async function storePassword(
  transaction: Transaction,
  tenantId: string,
  userId: string,
  { hash, mustChange }: { readonly hash: string; readonly mustChange: boolean },
): Promise<boolean> {
  const rows = await transaction.query(
    `UPDATE wbpm_users SET password_hash = $3, must_change_password = $4, failed_logins = 0, locked_until = NULL,
            revision = revision + 1
     WHERE tenant_id = $1 AND user_id = $2 RETURNING user_id`,
    [tenantId, userId, hash, mustChange],
  );
  return rows.length > 0;
}

/** From the fifth failure on a lock: a minute, then twice as long with each, up to an hour. */
export async function countFailedLogin(
  transaction: Transaction,
  tenantId: string,
  userId: string,
): Promise<{ readonly failures: number; readonly isLocked: boolean }> {
  const [row] = await transaction.query<{ failed_logins: number; is_locked: boolean }>(
    `UPDATE wbpm_users SET failed_logins = failed_logins + 1,
            locked_until = CASE WHEN failed_logins >= 4
              THEN now() + least(interval '1 minute' * 2 ^ least(failed_logins - 4, 6), interval '1 hour') END
     WHERE tenant_id = $1 AND user_id = $2
     RETURNING failed_logins, locked_until IS NOT NULL AS is_locked`,
    [tenantId, userId],
  );
  return { failures: row?.failed_logins ?? 0, isLocked: row?.is_locked ?? false };
}

export async function countLogin(transaction: Transaction, tenantId: string, userId: string): Promise<void> {
  await transaction.query(
    `UPDATE wbpm_users SET failed_logins = 0, locked_until = NULL, last_login_at = now()
     WHERE tenant_id = $1 AND user_id = $2`,
    [tenantId, userId],
  );
}
