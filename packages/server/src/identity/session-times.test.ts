import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { credentialOf } from '../access/credential.ts';
import type { Database } from '../store/database.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { knownCallers } from './known-callers.ts';
import { openSession } from './open-session.ts';

const minute = 60_000;
const settings = { lastsMs: 60 * minute, idleMs: 10 * minute };
const tenantId = 'default';

describe.each(testDatabases)('a session on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  /** Opens one, moves its times into the past, and says whether it counts. */
  async function countsAfter(past: {
    readonly unusedMs: number;
    readonly begunMs: number;
  }): Promise<boolean> {
    const who = { userId: 'ann', origin: 'oidc', provided: { roles: [], groups: [] } } as const;
    const client = { address: null, userAgent: null };
    const cookie = await database.transaction({ kind: 'tenant', tenantId }, async (transaction) => {
      const opened = await openSession(transaction, settings, tenantId, {
        ...who,
        mustChangePassword: false,
        client,
        inCookie: true,
      });
      await transaction.query(
        `UPDATE wbpm_sessions SET used_at = now() - $1::int * interval '1 ms',
           expires_at = expires_at - $2::int * interval '1 ms',
           token_expires_at = token_expires_at - $2::int * interval '1 ms' WHERE tenant_id = $3`,
        [past.unusedMs, past.begunMs, tenantId],
      );
      return opened.cookie ?? '';
    });
    const credential = credentialOf(cookie);
    if (credential === null) throw new Error('Expected the token of a session, but found another');
    return (await knownCallers(database, settings.idleMs).find(credential, true)) !== null;
  }

  it('ends when it was not used for a while', async () => {
    expect(await countsAfter({ unusedMs: 9 * minute, begunMs: 9 * minute })).toBe(true);
    expect(await countsAfter({ unusedMs: 11 * minute, begunMs: 11 * minute })).toBe(false);
  });

  it('ends at last, however much it is used', async () => {
    expect(await countsAfter({ unusedMs: 0, begunMs: 59 * minute })).toBe(true);
    expect(await countsAfter({ unusedMs: 0, begunMs: 61 * minute })).toBe(false);
  });
});
