import { describe, expect, it, onTestFinished } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import { makeFirstAdministrator } from './first-administrator.ts';
import { logIn } from './log-in.ts';

const parts = {
  sessions: { lastsMs: 3_600_000, idleMs: 3_600_000 },
  log: { info: () => undefined, warn: () => undefined },
  attempts: {
    login: () => Promise.resolve(),
    loginFrom: () => Promise.resolve(),
    loggedIn: () => Promise.resolve(),
  },
};
const client = { address: null, userAgent: null };

describe.each(testDatabases)('the first administrator on %s', (_kind, openFresh) => {
  it('is made once, by one of the nodes that start, and never again, also when all users are gone', async () => {
    const database = await openFresh();
    onTestFinished(() => database.close());
    const made = await Promise.all([1, 2, 3].map(() => makeFirstAdministrator(database)));
    const [first, ...others] = made.filter((each) => each !== null);
    expect(others).toEqual([]);
    const login = {
      tenant_id: 'default',
      username: first?.userId ?? '',
      password: first?.password ?? '',
      cookie: false,
    };
    const { tokens } = await logIn({ database, ...parts }, login, client);
    expect(tokens).toMatchObject({ user_id: 'admin', must_change_password: true });
    await database.transaction({ kind: 'tenant', tenantId: 'default' }, async (transaction) => {
      await transaction.query('DELETE FROM wbpm_users');
    });
    expect(await makeFirstAdministrator(database)).toBeNull();
  });
});
