import { expect, it, onTestFinished } from 'vitest';
import { newCredential } from '../access/credential.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { logOut, refreshLogin } from './log-in.ts';
import { openSession } from './open-session.ts';

const sessions = { lastsMs: 3_600_000, idleMs: 3_600_000 };
const log = { info: () => undefined, warn: () => undefined };
const tenantId = 'default';

it.each(testDatabases)(
  'nobody has the callers of a tenant forgotten without a session in it, on %s',
  async (_kind, openFresh) => {
    const database = await openFresh();
    onTestFinished(() => database.close());
    const forgotten: string[] = [];
    const forget = (tenant: string): void => void forgotten.push(tenant);

    const madeUp = newCredential('session', tenantId).text;
    await logOut(database, madeUp, forget);
    const refresh = newCredential('refresh', tenantId).text;
    await expect(refreshLogin({ database, sessions, log }, refresh, forget)).rejects.toThrow('refresh token');
    expect(forgotten).toEqual([]);

    const { cookie } = await database.transaction({ kind: 'tenant', tenantId }, (transaction) =>
      openSession(transaction, sessions, tenantId, {
        userId: 'ann',
        origin: 'oidc',
        provided: { roles: [], groups: [] },
        mustChangePassword: false,
        client: { address: null, userAgent: null },
        inCookie: true,
      }),
    );
    await logOut(database, cookie ?? '', forget);
    expect(forgotten).toEqual([tenantId]);
  },
);
