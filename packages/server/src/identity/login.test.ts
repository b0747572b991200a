import type { Me, SessionList, SessionTokens, UserWithPassword } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addUser,
  attemptLogin,
  choosePassword,
  goodPassword,
  logInAs,
  startServerWithAccounts,
} from '../testing/accounts.ts';
import { type Api, codeOf, connectApi, dataOf } from '../testing/api.ts';
import { type TestServer, testStores } from '../testing/test-server.ts';

const admin = { tenantId: 'default', userId: 'root', roles: ['admin', 'platform_admin'] };

describe.each(testStores)('logging in on %s', (database) => {
  let server: TestServer;
  let administrator: Api;
  let anybody: Api;
  beforeAll(async () => {
    server = await startServerWithAccounts(database);
    administrator = await server.api(admin);
    anybody = connectApi(server.url, null);
  });
  afterAll(() => server.stop());

  const login = (body: object) => attemptLogin(server, body);

  it('says how one can log in', async () => {
    expect(dataOf(await anybody.get('/auth/methods'))).toEqual({
      anonymous: false,
      password: true,
      oidc_url: null,
    });
  });

  it('lets a user in with the initial password to do nothing but change it', async () => {
    const created = dataOf<UserWithPassword>(
      await administrator.post('/users', { user_id: 'ann', name: 'Ann Archer', email: 'ann@example.org' }),
    );
    const initial = created.initial_password ?? '';
    expect(initial).toMatch(/^([a-z2-9]{5}-){3}[a-z2-9]{5}$/);
    const first = await logInAs(server, 'ann', initial);
    expect(first.tokens).toMatchObject({ must_change_password: true, user_id: 'ann', expires_in: 900 });
    const refused = await first.get('/tasks');
    expect(codeOf(refused)).toBe('FORBIDDEN');
    expect(refused.text).toContain('it is the initial one still');
    expect(dataOf<Me>(await first.get('/me'))).toMatchObject({ must_change_password: true, permissions: [] });

    const ann = await choosePassword(server, 'ann', initial);
    expect((await ann.get('/tasks')).status).toBe(200);
    expect(dataOf<Me>(await ann.get('/me'))).toMatchObject({
      user_id: 'ann',
      name: 'Ann Archer',
      email: 'ann@example.org',
      roles: ['user'],
      known_by: 'session',
      has_password: true,
      must_change_password: false,
    });
    // Every session but the one the password was changed in is over.
    expect((await first.get('/tasks')).status).toBe(401);
    expect((await login({ username: 'ann', password: initial })).status).toBe(401);
  });

  it('answers the same for a wrong password, for nobody and for another tenant', async () => {
    const wrong = [
      { username: 'ann', password: 'not it' },
      { username: 'nobody', password: goodPassword },
      { username: 'ann', password: goodPassword, tenant_id: 'elsewhere' },
    ];
    const answers = await Promise.all(wrong.map(login));
    const bodies = answers.map(({ body }) => ({ ...(body as object), request_id: '' }));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });

  it('ends a session when it is logged out, at once', async () => {
    const ann = await logInAs(server, 'ann', goodPassword);
    expect((await ann.get('/me')).status).toBe(200);
    expect((await ann.post('/auth/logout')).status).toBe(200);
    expect((await ann.get('/me')).status).toBe(401);
    expect((await anybody.post('/auth/refresh', { refresh_token: ann.tokens.refresh_token })).status).toBe(
      401,
    );
  });

  it('gives new tokens for a refresh token, and ends the session when one comes twice', async () => {
    const ann = await logInAs(server, 'ann', goodPassword);
    const refresh = (token: string | null) => anybody.post('/auth/refresh', { refresh_token: token });
    const next = dataOf<SessionTokens>(await refresh(ann.tokens.refresh_token));
    expect(next.access_token).not.toBe(ann.tokens.access_token);
    expect((await ann.get('/me')).status).toBe(401);
    const again = connectApi(server.url, next.access_token);
    expect((await again.get('/me')).status).toBe(200);
    expect((await refresh(ann.tokens.refresh_token)).status).toBe(401);
    expect((await again.get('/me')).status).toBe(401);
    expect((await refresh(next.refresh_token)).status).toBe(401);
  });

  it('takes a refresh token for no access token, nor the other way round', async () => {
    const ann = await logInAs(server, 'ann', goodPassword);
    expect((await connectApi(server.url, ann.tokens.refresh_token).get('/me')).status).toBe(401);
    const mistaken = { refresh_token: ann.tokens.access_token };
    expect((await anybody.post('/auth/refresh', mistaken)).status).toBe(401);
  });

  it('locks a user after five wrong passwords, right ones included, until an administrator resets theirs', async () => {
    await addUser(server, administrator, { user_id: 'locked' });
    for (let time = 0; time < 5; time += 1) await login({ username: 'locked', password: 'wrong' });
    expect((await login({ username: 'locked', password: goodPassword })).status).toBe(401);
    expect(dataOf(await administrator.get('/users/locked'))).toMatchObject({
      locked_until: expect.stringMatching(/Z$/),
    });
    const reset = dataOf<UserWithPassword>(await administrator.post('/users/locked/reset-password'));
    expect(reset.locked_until).toBeNull();
    expect((await choosePassword(server, 'locked', reset.initial_password ?? '')).tokens.user_id).toBe(
      'locked',
    );
  });

  it('refuses who tries too often, whether there is such a user or not', async () => {
    const tries = [];
    for (let time = 0; time < 11; time += 1) {
      tries.push((await login({ username: 'never-there', password: 'x' })).status);
    }
    expect(tries.at(-1)).toBe(429);
  });

  it('lists the sessions of a user, who can end them', async () => {
    const here = await addUser(server, administrator, { user_id: 'sam' });
    const there = await logInAs(server, 'sam', goodPassword);
    const { sessions } = dataOf<SessionList>(await here.get('/me/sessions'));
    expect(sessions.filter(({ current }) => current)).toHaveLength(1);
    for (const { session_id, current } of sessions) {
      if (!current) dataOf(await here.call('DELETE', `/me/sessions/${session_id}`));
    }
    expect((await there.get('/me')).status).toBe(401);
    expect((await here.get('/me')).status).toBe(200);
    const foreign = sessions[0]?.session_id ?? '';
    expect((await administrator.call('DELETE', `/me/sessions/${foreign}`)).status).toBe(404);
  });

  it.each([
    ['too short', 'short-1!'],
    ['too long', 'x'.repeat(257)],
    ['a usual one', 'password1234'],
    ['made of the own name', 'patpatpatpat'],
    ['a pattern of the keyboard', 'qwertzuiopasdf'],
    ['the present one', goodPassword],
  ])('takes no new password that is %s', async (_what, password) => {
    const known = await administrator.get('/users/pat');
    const pat =
      known.status === 200
        ? await logInAs(server, 'pat', goodPassword)
        : await addUser(server, administrator, { user_id: 'pat' });
    const answer = await pat.post('/me/password', { current_password: goodPassword, new_password: password });
    expect(answer.status).toBe(422);
    expect((await logInAs(server, 'pat', goodPassword)).tokens.user_id).toBe('pat');
  });

  it('changes no password for who does not know the present one', async () => {
    const ann = await logInAs(server, 'ann', goodPassword);
    const answer = await ann.post('/me/password', {
      current_password: 'guessed',
      new_password: 'another-fine-tram-77',
    });
    expect(answer.status).toBe(403);
  });

  it('has no password for who comes with a token of another issuer', async () => {
    const outside = await server.api({ userId: 'ann' });
    expect(dataOf<Me>(await outside.get('/me'))).toMatchObject({
      user_id: 'ann',
      known_by: 'jwt',
      has_password: false,
      email: null,
    });
    const body = { current_password: goodPassword, new_password: 'another-fine-tram-77' };
    expect((await outside.post('/me/password', body)).status).toBe(409);
  });

  it('stores nothing of a password or token but what it is checked against', () => {
    expect(server.errors()).toEqual([]);
    expect(server.logs().join('\n')).not.toContain(goodPassword);
  });
});

describe('a server without accounts', () => {
  it('lets nobody in with a password', async () => {
    const server = await startServerWithAccounts('pglite', { LOCAL_ACCOUNTS: 'false' });
    try {
      const anybody = connectApi(server.url, null);
      expect(dataOf(await anybody.get('/auth/methods'))).toMatchObject({ password: false });
      const answer = await anybody.post('/auth/login', { username: 'admin', password: 'x' });
      expect(codeOf(answer)).toBe('NOT_SUPPORTED');
    } finally {
      await server.stop();
    }
  });
});
