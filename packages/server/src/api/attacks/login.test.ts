import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addUser, attemptLogin, goodPassword } from '../../testing/accounts.ts';
import { type Answer, connectApi, dataOf } from '../../testing/api.ts';
import { startTestServer, type TestServer } from '../../testing/test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({
    database: 'pglite',
    authMode: 'jwt',
    logLevel: 'info',
    environment: { LOCAL_ACCOUNTS: 'true', TRUST_PROXY: '127.0.0.0/8' },
  });
  await addUser(server, await server.api({ userId: 'root', roles: ['admin'] }), { user_id: 'ann' });
});
afterAll(() => server.stop());

const right = { username: 'ann', password: goodPassword };

/** What an attacker can compare: all but what differs from request to request anyway. */
function shownBy({ status, headers, body }: Answer): object {
  const told = new Map<string, string>();
  headers.forEach((value, name) => void told.set(name, value));
  for (const name of ['date', 'x-request-id']) told.delete(name);
  return { status, headers: Object.fromEntries(told), body: { ...(body as object), request_id: '' } };
}

describe('who tries to log in as others', () => {
  it('learns neither from the body nor from a header who there is', async () => {
    const attempts = [
      { ...right, password: 'wrong' },
      { ...right, username: 'nobody' },
      { ...right, tenant_id: 'elsewhere' },
      { username: 'ANN', password: goodPassword },
      { ...right, password: `${goodPassword} ` },
      { ...right, password: goodPassword.toUpperCase() },
      { ...right, password: goodPassword.slice(0, -1) },
    ];
    const [first, ...others] = await Promise.all(attempts.map((body) => attemptLogin(server, body)));
    expect(first?.status).toBe(401);
    for (const other of others) expect(shownBy(other)).toEqual(first && shownBy(first));
  });

  it.each<[string, unknown]>([
    ['a list as the password', { ...right, password: [goodPassword] }],
    ['an object as the password', { ...right, password: { $ne: null } }],
    ['true as the password', { ...right, password: true }],
    ['no password', { username: 'ann' }],
    ['null as the password', { ...right, password: null }],
    ['an empty password', { ...right, password: '' }],
    ['the password and a NUL, which hash alike', { ...right, password: `${goodPassword}\u0000` }],
    ['a password of a megabyte', { ...right, password: 'x'.repeat(1_048_576) }],
    ['a list as the user', { ...right, username: ['ann', 'root'] }],
    ['a user with a NUL', { ...right, username: 'ann\u0000' }],
    ['a user with half a surrogate pair', { ...right, username: 'ann\ud800' }],
    ['a user with SQL', { ...right, username: "ann' or '1'='1" }],
    ['a tenant with SQL', { ...right, tenant_id: "x' or '1'='1" }],
    ['a tenant with a NUL', { ...right, tenant_id: 'default\u0000' }],
    ['a list of attempts', [right, right]],
    ['a text', 'ann'],
    ['a text where a cookie is agreed to', { ...right, cookie: 'false' }],
  ])('is refused with %s', async (_what, body) => {
    const answer = await attemptLogin(server, body as object);
    expect([401, 422]).toContain(answer.status);
    expect(answer.text).not.toContain(goodPassword);
  });

  it.each([
    ['a form', `username=ann&password=${goodPassword}`, 'application/x-www-form-urlencoded'],
    ['text of JSON', JSON.stringify(right), 'text/plain'],
    ['parts of a form', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=x'],
    ['XML', '<login/>', 'application/xml'],
  ])('is refused with %s, which a page of another site could send', async (_what, raw, contentType) => {
    const answer = await connectApi(server.url, null).call('POST', '/auth/login', { raw, contentType });
    expect(answer.status).toBe(415);
  });

  it('is refused with credentials in the address, which logs and histories keep', async () => {
    const query = `?username=ann&password=${goodPassword}&tenant_id=default`;
    const anybody = connectApi(server.url, null);
    const posted = await anybody.call('POST', `/auth/login${query}`, { body: {} });
    expect([400, 422]).toContain(posted.status);
    expect((await anybody.get(`/auth/login${query}`)).status).toBe(405);
    expect(server.logs().join('\n')).not.toContain(goodPassword);
  });

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', ''])(
    'by way of a page of %j does not get its browser logged in',
    async (origin) => {
      const anybody = connectApi(server.url, null);
      const body = { ...right, cookie: true };
      const answer = await anybody.call('POST', '/auth/login', { body, headers: { origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );

  it('writes no line into the log', async () => {
    const forged = 'ann\r\n{"level":"info","message":"Logged in: root"}';
    await attemptLogin(server, { username: forged, password: 'wrong' });
    const headers = { 'user-agent': 'a\tb', 'x-forwarded-for': '10.9.9.9' };
    await connectApi(server.url, 'x.y.z').call('GET', '/tasks', { headers });
    const lines = server.logs().flatMap((entry) => entry.trimEnd().split('\n'));
    expect(lines.length).toBe(server.logs().length);
    for (const line of lines)
      expect(JSON.parse(line)).toHaveProperty('timestamp', expect.stringMatching(/Z$/));
    expect(lines.filter((line) => JSON.parse(line).message === 'Logged in: root')).toEqual([]);
  });
});

it('every attempt stands in the security log, whether it succeeds or not', async () => {
  await attemptLogin(server, { username: 'somebody', password: 'wrong' });
  const { access_token: token } = dataOf<{ access_token: string }>(await attemptLogin(server, right));
  const passwords = { current_password: 'wrong', new_password: 'quiet-lantern-orchard-31' };
  await connectApi(server.url, token).post('/me/password', passwords);
  const messages = server
    .logs()
    .map((line) => JSON.parse(line) as { readonly logger: string; readonly message: string })
    .filter(({ logger }) => logger === 'wbpm.security')
    .map(({ message }) => message);
  expect(messages).toContainEqual(
    expect.stringMatching(/^Login refused: somebody of tenant default from 10\./),
  );
  expect(messages).toContain('Password changed: ann of tenant default');
  expect(messages).toContain('Password not changed: ann of tenant default');
  expect(messages).toContainEqual(expect.stringMatching(/^Logged in: ann of tenant default from 10\./));
  expect(server.errors()).toEqual([]);
});
