import { platformTenant } from '../access/principal.ts';
import type { Database } from '../store/database.ts';
import { read } from '../store/read.ts';
import { findTenant, insertTenant } from '../store/tenants.ts';
import { insertUser } from '../store/users.ts';
import { hashPassword, makeUpPassword } from './password.ts';

export interface FirstAdministrator {
  readonly userId: string;
  /** To be changed at the first login. */
  readonly password: string;
}

const userId = 'admin';

/**
 * Makes the first administrator where there never was one. The row of the platform's tenant comes into being with
 * them and says so for ever: deleting all users does not open the door again. Null when there was one.
 */
export async function makeFirstAdministrator(database: Database): Promise<FirstAdministrator | null> {
  const tenantId = platformTenant;
  const before = await read(database, tenantId, (transaction) => findTenant(transaction, tenantId));
  if (before !== null) return null;
  const password = makeUpPassword();
  const passwordHash = await hashPassword(password);
  const isFirst = await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    const tenant = { tenantId, name: 'Default', createdBy: 'system' };
    if ((await insertTenant(transaction, tenant)) === null) return false;
    return insertUser(transaction, tenantId, {
      userId,
      name: 'Administrator',
      email: null,
      roles: ['admin', 'platform_admin'],
      createdBy: 'system',
      passwordHash,
    });
  });
  return isFirst ? { userId, password } : null;
}
