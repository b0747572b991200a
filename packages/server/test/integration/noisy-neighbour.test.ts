import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, codeOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

const poll = { type: 'nothing', worker: 'w', wait_ms: 30_000 };
const shares = { all: 8, ofTenant: 4 };

/** Takes places until the server stops. Whoever looks whether all are taken may have one, just when a poll wants it. */
function occupy(api: Api, places: number): Promise<Answer>[] {
  return Array.from({ length: places }, () =>
    eventually(
      () => api.post('/jobs/activate', poll),
      ({ status }) => status === 200,
      60_000,
    ),
  );
}

describe('R-28: a tenant that floods the server', () => {
  let server: TestServer;
  let noisy: Api;
  let quiet: Api;
  let third: Api;

  beforeAll(async () => {
    server = await startTestServer({
      database: 'pglite',
      environment: { MAX_REQUESTS_IN_FLIGHT: String(shares.all) },
    });
    const permissions = ['workflow_execute'];
    noisy = await server.api({ tenantId: 'noisy', userId: 'nick', permissions });
    quiet = await server.api({ tenantId: 'quiet', userId: 'quinn', permissions });
    third = await server.api({ tenantId: 'third', userId: 'theo', permissions });
  });
  afterAll(() => server.stop());

  it('has half of the places, and the others are answered as ever', async () => {
    const polls = occupy(noisy, shares.ofTenant);
    const refused = await eventually(
      () => noisy.get('/tasks'),
      ({ status }) => status !== 200,
    );
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.headers.get('retry-after')).toBe('1');

    let flooding = true;
    const flood = Array.from({ length: 20 }, async () => {
      const statuses = new Set<number>();
      while (flooding) statuses.add((await noisy.get('/tasks')).status);
      return statuses;
    });
    const answers: Answer[] = [];
    for (let time = 0; time < 50; time += 1) answers.push(await quiet.get('/tasks'));
    flooding = false;
    const statuses = await Promise.all(flood);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    // Turned away for being too many of one tenant, or for being too many at all: never answered.
    for (const seen of statuses) expect(seen).not.toContain(200);

    expect(server.errors()).toEqual([]);

    // With all places taken there is none for a third tenant, but the server says how it is.
    polls.push(...occupy(quiet, shares.all - shares.ofTenant));
    const late = await eventually(
      () => third.get('/tasks'),
      ({ status }) => status !== 200,
    );
    expect([late.status, codeOf(late)]).toEqual([503, 'UNAVAILABLE']);
    expect((await fetch(`${server.url}/health`)).status).toBe(200);

    await server.stop();
    expect(new Set((await Promise.all(polls)).map(({ status }) => status))).toEqual(new Set([200]));
  });
});

describe('workers that wait for a job', () => {
  it('are turned away when too many wait already, and nobody else is', async () => {
    const server = await startTestServer({ database: 'pglite', environment: { MAX_WAITING_WORKERS: '2' } });
    const api = await server.api();
    const polls = occupy(api, 2);
    const refused = await eventually(
      () => api.post('/jobs/activate', { ...poll, wait_ms: 1 }),
      ({ status }) => status !== 200,
    );
    expect([refused.status, codeOf(refused)]).toEqual([503, 'UNAVAILABLE']);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect((await api.get('/tasks')).status).toBe(200);
    await server.stop();
    expect((await Promise.all(polls)).map(({ status }) => status)).toEqual([200, 200]);
  });
});
