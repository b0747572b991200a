import { describe, expect, it } from 'vitest';
import { ApiError } from './api-error.ts';
import { createClient } from './client.ts';
import type { Connection } from './send.ts';

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
}

type Reply = Response | (() => Response);

/** A server that answers with `replies` in turn, the last one again and again. */
function fakeServer(...replies: readonly Reply[]) {
  const sent: Sent[] = [];
  const waits: number[] = [];
  const connection: Connection = {
    baseUrl: 'http://server/',
    token: () => 'secret-token',
    fetch: async (url, init) => {
      init?.signal?.throwIfAborted();
      sent.push({
        method: init?.method ?? '',
        url: url.toString(),
        headers: new Headers(init?.headers),
        body: init?.body,
      });
      const reply = replies[Math.min(sent.length, replies.length) - 1];
      if (reply === undefined) throw new TypeError('fetch failed');
      return typeof reply === 'function' ? reply() : reply.clone();
    },
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
  };
  return { sent, waits, connection, client: createClient(connection) };
}

function success(data: unknown): Response {
  return Response.json({ success: true, data, message: 'OK', errors: [] });
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = {
    type: `urn:wbpm:error:${code}`,
    status,
    message: `It is ${code}`,
    errors: [],
    request_id: 'request-1',
  };
  return Response.json(body, { status, headers });
}

function broken(): Response {
  throw new TypeError('fetch failed');
}

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof ApiError) return error;
  throw new Error(`Expected an ApiError, but found ${String(error)}`);
}

describe('every call', () => {
  const { client, sent } = fakeServer(success({ id: 'x' }));
  const calls: readonly [string, () => Promise<unknown>, string, unknown?][] = [
    [
      'deploy',
      () => client.processes.deploy({ definition: 'd' }),
      'POST /api/v1/processes',
      { definition: 'd' },
    ],
    ['deploy XML', () => client.processes.deployXml('<xml/>'), 'POST /api/v1/processes'],
    ['list processes', () => client.processes.list(), 'GET /api/v1/processes'],
    ['page processes', () => client.processes.list({ limit: 5 }), 'GET /api/v1/processes?limit=5'],
    ['get a process', () => client.processes.get('a/b?c'), 'GET /api/v1/processes/a%2Fb%3Fc'],
    ['list versions', () => client.processes.versions('p'), 'GET /api/v1/processes/p/versions'],
    ['instances of a process', () => client.processes.instances('p'), 'GET /api/v1/processes/p/instances'],
    [
      'an instance of a process',
      () => client.processes.instance('p', 'i'),
      'GET /api/v1/processes/p/instances/i',
    ],
    ['delete', () => client.processes.remove('p'), 'DELETE /api/v1/processes/p?cascade=false'],
    ['parse', () => client.processes.parse({ definition: 'd' }), 'POST /api/v1/parse', { definition: 'd' }],
    ['start', () => client.instances.start('p'), 'POST /api/v1/processes/p/instances', {}],
    [
      'list instances',
      () => client.instances.list({ status: 'active' }),
      'GET /api/v1/instances?status=active',
    ],
    ['list all instances', () => client.instances.list(), 'GET /api/v1/instances'],
    ['get an instance', () => client.instances.get('i'), 'GET /api/v1/instances/i'],
    ['activities', () => client.instances.activities('i'), 'GET /api/v1/instances/i/activities'],
    ['journal', () => client.instances.journal('i'), 'GET /api/v1/instances/i/journal'],
    ['past state', () => client.instances.state('i', 4), 'GET /api/v1/instances/i/state?at_seq=4'],
    ['state now', () => client.instances.state('i'), 'GET /api/v1/instances/i/state'],
    [
      'compare two moments',
      () => client.instances.compare('i', { from: 2, to: 5 }),
      'GET /api/v1/instances/i/state/compare?from_seq=2&to_seq=5',
    ],
    [
      'make a batch',
      () => client.batches.create({ operation: 'cancel', filter: { process_id: 'p' }, reason: 'r' }),
      'POST /api/v1/batches',
      { operation: 'cancel', filter: { process_id: 'p' }, reason: 'r' },
    ],
    [
      'plan a batch',
      () => client.batches.plan({ operation: 'resume', filter: { version: 1 } }),
      'POST /api/v1/batches',
      { operation: 'resume', filter: { version: 1 }, dry_run: true },
    ],
    ['list batches', () => client.batches.list({ status: 'paused' }), 'GET /api/v1/batches?status=paused'],
    ['list all batches', () => client.batches.list(), 'GET /api/v1/batches'],
    ['list jobs', () => client.jobs.list({ type: 't' }), 'GET /api/v1/jobs?type=t'],
    ['list all jobs', () => client.jobs.list(), 'GET /api/v1/jobs'],
    [
      'resolve many incidents',
      () => client.incidents.resolveAll({ filter: { code: 'C' }, retries: 2 }),
      'POST /api/v1/incidents/resolve',
      { filter: { code: 'C' }, retries: 2 },
    ],
    ['get a batch', () => client.batches.get('b'), 'GET /api/v1/batches/b'],
    ['pause a batch', () => client.batches.pause('b'), 'POST /api/v1/batches/b/pause', {}],
    ['resume a batch', () => client.batches.resume('b'), 'POST /api/v1/batches/b/resume', {}],
    ['cancel a batch', () => client.batches.cancel('b'), 'POST /api/v1/batches/b/cancel', {}],
    ['suspend a process', () => client.processes.suspend('p'), 'POST /api/v1/processes/p/suspend', {}],
    [
      'resume a process',
      () => client.processes.resume('p', { include_instances: true }),
      'POST /api/v1/processes/p/resume',
      { include_instances: true },
    ],
    ['subscriptions', () => client.instances.subscriptions('i'), 'GET /api/v1/instances/i/subscriptions'],
    [
      'local variables',
      () => client.instances.localVariables('i', 'e'),
      'GET /api/v1/instances/i/activities/e/variables',
    ],
    [
      'set variables',
      () => client.instances.setVariables('i', { variables: { a: 1 } }),
      'PATCH /api/v1/instances/i/variables',
      { variables: { a: 1 } },
    ],
    [
      'trigger',
      () => client.instances.trigger('i', 'e', { variables: { a: 1 } }),
      'POST /api/v1/instances/i/activities/e/trigger',
      { variables: { a: 1 } },
    ],
    [
      'activate in an ad-hoc subprocess',
      () => client.instances.activateAdHoc('i', 'e', { elements: ['x'] }),
      'POST /api/v1/instances/i/ad-hoc/e/activate',
      { elements: ['x'] },
    ],
    [
      'complete an ad-hoc subprocess',
      () => client.instances.completeAdHoc('i', 'e'),
      'POST /api/v1/instances/i/ad-hoc/e/complete',
      {},
    ],
    [
      'modify',
      () => client.instances.modify('i', { instructions: [{ cancel: 'a' }] }),
      'POST /api/v1/instances/i/modify',
      { instructions: [{ cancel: 'a' }] },
    ],
    [
      'migrate',
      () => client.instances.migrate('i', { target: 'd', mapping: { a: 'b' } }),
      'POST /api/v1/instances/i/migrate',
      { target: 'd', mapping: { a: 'b' } },
    ],
    [
      'plan a migration',
      () => client.instances.planMigration('i', { target: 'd' }),
      'POST /api/v1/instances/i/migrate',
      { target: 'd', dry_run: true },
    ],
    ['cancel', () => client.instances.cancel('i'), 'POST /api/v1/instances/i/cancel', {}],
    ['suspend', () => client.instances.suspend('i'), 'POST /api/v1/instances/i/suspend', {}],
    ['resume', () => client.instances.resume('i'), 'POST /api/v1/instances/i/resume', {}],
    [
      'deploy decisions',
      () => client.decisions.deploy({ definition: 'd', name: 'n' }),
      'POST /api/v1/decisions',
      { definition: 'd', name: 'n' },
    ],
    ['deploy DMN', () => client.decisions.deployXml('<xml/>'), 'POST /api/v1/decisions'],
    ['list decisions', () => client.decisions.list(), 'GET /api/v1/decisions'],
    ['get a decision', () => client.decisions.get('d'), 'GET /api/v1/decisions/d'],
    ['versions of a decision', () => client.decisions.versions('d'), 'GET /api/v1/decisions/d/versions'],
    [
      'evaluate',
      () => client.decisions.evaluate('d', { variables: { a: 1 } }),
      'POST /api/v1/decisions/d/evaluate',
      { variables: { a: 1 } },
    ],
    ['list tasks', () => client.tasks.list({ assignee: 'ann' }), 'GET /api/v1/tasks?assignee=ann'],
    ['list own tasks', () => client.tasks.list(), 'GET /api/v1/tasks'],
    ['get a task', () => client.tasks.get('t'), 'GET /api/v1/tasks/t'],
    ['claim', () => client.tasks.claim('t'), 'POST /api/v1/tasks/t/claim', {}],
    ['unclaim', () => client.tasks.unclaim('t'), 'POST /api/v1/tasks/t/unclaim', {}],
    [
      'assign',
      () => client.tasks.assign('t', { assignee: 'bo' }),
      'POST /api/v1/tasks/t/assign',
      { assignee: 'bo' },
    ],
    ['complete', () => client.tasks.complete('t'), 'POST /api/v1/tasks/t/complete', {}],
    [
      'end a task with an error',
      () => client.tasks.error('t', { error_code: 'E' }),
      'POST /api/v1/tasks/t/error',
      { error_code: 'E' },
    ],
    [
      'escalate a task',
      () => client.tasks.escalate('t', { escalation_code: 'E' }),
      'POST /api/v1/tasks/t/escalate',
      { escalation_code: 'E' },
    ],
    [
      'publish a message',
      () => client.events.publishMessage({ name: 'm' }),
      'POST /api/v1/messages',
      { name: 'm' },
    ],
    [
      'broadcast a signal',
      () => client.events.broadcastSignal({ name: 's' }),
      'POST /api/v1/signals',
      { name: 's' },
    ],
    [
      'evaluate conditions',
      () => client.events.evaluateConditions({ variables: { a: 1 } }),
      'POST /api/v1/conditions',
      { variables: { a: 1 } },
    ],
    ['activate', () => client.jobs.activate({ type: 'x', worker: 'w' }), 'POST /api/v1/jobs/activate'],
    ['complete a job', () => client.jobs.complete('j', { lock_token: '1' }), 'POST /api/v1/jobs/j/complete'],
    ['fail', () => client.jobs.fail('j', { lock_token: '1', message: 'm' }), 'POST /api/v1/jobs/j/fail'],
    [
      'error',
      () => client.jobs.error('j', { lock_token: '1', error_code: 'E' }),
      'POST /api/v1/jobs/j/error',
    ],
    [
      'extend',
      () => client.jobs.extend('j', { lock_token: '1', duration_ms: 1000 }),
      'POST /api/v1/jobs/j/extend',
    ],
    ['incidents', () => client.incidents.list(), 'GET /api/v1/incidents'],
    ['resolve', () => client.incidents.resolve('n'), 'POST /api/v1/incidents/n/resolve', {}],
    ['clock', () => client.system.clock(), 'GET /api/v1/clock'],
    [
      'set the clock',
      () => client.system.setClock({ advance: 'PT1H' }),
      'POST /api/v1/clock',
      { advance: 'PT1H' },
    ],
  ];

  it.each(calls)('%s goes to its address and answers the data', async (_name, call, address, body) => {
    sent.length = 0;
    expect(await call()).toEqual({ id: 'x' });
    const [request] = sent;
    expect(`${request?.method} ${request?.url.replace('http://server', '')}`).toBe(address);
    expect(request?.headers.get('authorization')).toBe('Bearer secret-token');
    expect(request?.headers.has('idempotency-key')).toBe(request?.method !== 'GET');
    if (body !== undefined) expect(JSON.parse(String(request?.body))).toEqual(body);
  });

  it('sends XML as it is', async () => {
    sent.length = 0;
    await client.processes.deployXml('<a/>');
    expect(sent[0]?.body).toBe('<a/>');
    expect(sent[0]?.headers.get('content-type')).toBe('application/xml');
  });

  it('goes without token when there is none', async () => {
    const { connection, sent: requests } = fakeServer(success({}));
    await createClient({ ...connection, token: () => null }).tasks.list();
    expect(requests[0]?.headers.has('authorization')).toBe(false);
  });
});

describe('answers without envelope', () => {
  it('are read as they are', async () => {
    expect(await fakeServer(new Response('<a/>')).client.processes.xml('p')).toBe('<a/>');
    const { client } = fakeServer(Response.json({ status: 'healthy' }));
    expect(await client.system.health()).toEqual({ status: 'healthy' });
  });

  it('say whether the server is ready', async () => {
    expect(await fakeServer(Response.json({ ready: true })).client.system.ready()).toBe(true);
    const unready = fakeServer(Response.json({ ready: false }, { status: 503 }));
    expect(await unready.client.system.ready()).toBe(false);
    const gone = failureOf(fakeServer(broken).client.system.ready());
    expect((await gone).code).toBe('NETWORK_ERROR');
  });
});

describe('a refused call', () => {
  it('throws what the problem says', async () => {
    const { client, sent } = fakeServer(problem(404, 'NOT_FOUND'));
    const error = await failureOf(client.tasks.get('t'));
    expect(error).toMatchObject({
      name: 'ApiError',
      status: 404,
      code: 'NOT_FOUND',
      message: 'It is NOT_FOUND',
      requestId: 'request-1',
    });
    expect(error.problem?.request_id).toBe('request-1');
    expect(sent).toHaveLength(1);
  });

  it('with a code this client does not know keeps status and message', async () => {
    const error = await failureOf(fakeServer(problem(409, 'FROM_THE_FUTURE')).client.tasks.get('t'));
    expect(error).toMatchObject({ status: 409, code: 'INVALID_ANSWER', message: 'It is FROM_THE_FUTURE' });
  });

  it.each([
    ['a proxy page', new Response('<html>', { status: 502, headers: { 'x-request-id': 'r' } })],
    ['success without envelope', Response.json([1])],
    ['broken JSON', new Response('{')],
  ])('by %s is an invalid answer', async (_name, response) => {
    expect((await failureOf(fakeServer(response).client.tasks.list())).code).toBe('INVALID_ANSWER');
  });
});

describe('repetition', () => {
  it('keeps the idempotency key over the tries', async () => {
    const { client, sent, waits } = fakeServer(broken, broken, success({ id: 't' }));
    await client.tasks.claim('t');
    const keys = sent.map((request) => request.headers.get('idempotency-key'));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(waits).toHaveLength(2);
    expect(waits[1]).toBeGreaterThan(waits[0] ?? 0);
  });

  it('uses another key for another call, or the one the caller gives', async () => {
    const { client, sent } = fakeServer(success({}));
    await client.tasks.claim('t');
    await client.tasks.claim('t');
    await client.tasks.claim('t', { idempotencyKey: 'mine' });
    const keys = sent.map((request) => request.headers.get('idempotency-key'));
    expect(keys[0]).not.toBe(keys[1]);
    expect(keys[2]).toBe('mine');
  });

  it('ends after three tries', async () => {
    const { client, sent } = fakeServer(broken);
    const error = await failureOf(client.tasks.list());
    expect(error).toMatchObject({ status: 0, code: 'NETWORK_ERROR', problem: null });
    expect(error.cause).toBeInstanceOf(TypeError);
    expect(sent).toHaveLength(3);
  });

  it('waits as long as a busy server asks, within reason', async () => {
    const busy = (after: string) => problem(503, 'UNAVAILABLE', { 'retry-after': after });
    const { client, waits } = fakeServer(busy('2'), busy('86400'), success({}));
    await client.tasks.list();
    expect(waits).toEqual([2000, 10_000]);
  });

  it('does not follow a 503 that does not ask to come back', async () => {
    const { client, sent } = fakeServer(problem(503, 'UNAVAILABLE'));
    expect((await failureOf(client.tasks.list())).status).toBe(503);
    expect(sent).toHaveLength(1);
  });

  it('says when whoever comes too often may come again, and does not come by itself', async () => {
    const { client, sent } = fakeServer(problem(429, 'RATE_LIMITED', { 'retry-after': '150' }));
    expect((await failureOf(client.tasks.list())).retryAfterSeconds).toBe(150);
    expect(sent).toHaveLength(1);
  });

  it('ends when the caller gives up', async () => {
    const abort = new AbortController();
    const { connection } = fakeServer(broken);
    const client = createClient({ ...connection, wait: async () => abort.abort(new Error('given up')) });
    await expect(client.tasks.list({}, { signal: abort.signal })).rejects.toThrow('given up');
    await expect(client.tasks.list({}, { signal: abort.signal })).rejects.toThrow('given up');
  });

  it('waits by the clock when nothing else is given', async () => {
    const { connection, sent } = fakeServer(problem(503, 'UNAVAILABLE', { 'retry-after': '0' }), success({}));
    const { wait: _wait, ...plain } = connection;
    await createClient(plain).tasks.list();
    expect(sent).toHaveLength(2);
  });
});
