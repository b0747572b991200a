import type { Database } from '../store/database.ts';
import { announceIdentity } from '../store/identity-notice.ts';
import { storePassword } from '../store/passwords.ts';
import { deleteSessionsOf } from '../store/sessions.ts';
import { hashPassword, makeUpPassword } from './password.ts';

/**
 * A new initial password for somebody whom nobody could reset otherwise; whoever can reach the database may. Ends
 * their sessions and locks. Null when there is no such user.
 */
export async function rescueUser(
  database: Database,
  tenantId: string,
  userId: string,
): Promise<string | null> {
  const password = makeUpPassword();
  const hash = await hashPassword(password);
  return database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
    if (!(await storePassword(transaction, tenantId, userId, { hash, mustChange: true }))) return null;
    await deleteSessionsOf(transaction, tenantId, userId, null);
    await announceIdentity(transaction, tenantId);
    return password;
  });
}
