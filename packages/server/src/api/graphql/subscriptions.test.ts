import { once } from 'node:events';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Identity } from '../../access/principal.ts';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer, testStores, tokenOf } from '../../testing/test-server.ts';
import { limits } from '../limits.ts';
import { sessionCookie } from '../session-cookie.ts';

const ada: Partial<Identity> = { tenantId: 'acme', userId: 'ada', roles: ['user'] };

/** What a subscription is told, one by one. */
interface Heard {
  next(): Promise<unknown>;
  end(): Promise<void>;
}

describe.each(testStores)('GraphQL subscriptions on %s', (database) => {
  let server: TestServer;
  let instances: Awaited<ReturnType<TestServer['client']>>['instances'];
  const opened: { dispose(): unknown }[] = [];

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    const client = await server.client({ ...ada, roles: ['admin'] });
    await client.processes.deploy(oneTask);
    instances = client.instances;
  });
  afterEach(async () => {
    for (const socket of opened.splice(0)) await socket.dispose();
  });
  afterAll(async () => {
    await server.stop();
    expect(server.errors()).toEqual([]);
  });

  async function connect(identity: Partial<Identity>, how: 'token' | 'authorization' = 'token') {
    const token = await tokenOf(identity);
    let isConnected = (): void => {};
    const connected = new Promise<void>((resolve) => {
      isConnected = resolve;
    });
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError() {},
      connectionParams: how === 'token' ? { token } : { authorization: `Bearer ${token}` },
      on: { connected: () => isConnected() },
    });
    opened.push(client);
    await connected;
    return {
      subscribe(query: string, variables: Record<string, unknown> = {}): Heard {
        const results = client.iterate({ query, variables });
        // Nothing is sent before somebody wants to hear of it.
        let waiting: ReturnType<typeof results.next> | null = results.next();
        return {
          async next() {
            const { value } = await (waiting ?? results.next());
            waiting = null;
            return value;
          },
          async end() {
            await results.return?.();
          },
        };
      },
    };
  }

  const processUpdate =
    'subscription ($id: String!) { process_update(process_id: $id) { instance_id status } }';
  const taskUpdate = 'subscription { task_update { process_id } }';

  /** Tells of an instance until it has been heard: a subscription has no answer of its own. */
  async function heardOf(subscription: Heard): Promise<unknown> {
    const next = subscription.next();
    let heard = false;
    void next.then(() => {
      heard = true;
    });
    while (!heard) {
      await instances.start('one-task');
      await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 200))]);
    }
    return next;
  }

  it.each(['token', 'authorization'] as const)(
    'tell of instances and tasks, with the %s given',
    async (how) => {
      const socket = await connect(ada, how);
      const ofProcess = socket.subscribe(processUpdate, { id: 'one-task' });
      const ofTasks = socket.subscribe(taskUpdate);
      expect(await heardOf(ofProcess)).toEqual({
        data: { process_update: { instance_id: expect.any(String), status: 'active' } },
      });
      expect(await heardOf(ofTasks)).toEqual({ data: { task_update: { process_id: 'one-task' } } });
    },
  );

  it('tell of one instance alone', async () => {
    const socket = await connect(ada);
    const { instance_id: id } = await instances.start('one-task');
    const ofInstance = socket.subscribe(processUpdate, { id });
    const ofProcess = socket.subscribe(processUpdate, { id: 'one-task' });
    await heardOf(ofProcess);
    await instances.cancel(id);
    expect(await ofInstance.next()).toEqual({
      data: { process_update: { instance_id: id, status: 'terminated' } },
    });
  });

  it('tell nothing of another tenant', async () => {
    const foreign = await connect({ ...ada, tenantId: 'globex' });
    const heard: unknown[] = [];
    for (const [query, variables] of [
      [processUpdate, { id: 'one-task' }],
      [taskUpdate, {}],
    ] as const) {
      const subscription = foreign.subscribe(query, variables);
      void subscription.next().then((value) => heard.push(value));
    }
    const own = await connect(ada);
    await heardOf(own.subscribe(taskUpdate));
    await heardOf(own.subscribe(processUpdate, { id: 'one-task' }));
    expect(heard).toEqual([]);
  });

  it('need the permission to read what they tell of', async () => {
    const socket = await connect({ ...ada, roles: [], permissions: ['task_read'] });
    const refused = socket.subscribe(processUpdate, { id: 'one-task' });
    expect(await refused.next()).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN', request_id: expect.any(String) } }],
    });
    await heardOf(socket.subscribe(taskUpdate));
  });

  it.each([
    ['what fits the schema', 'subscription { nothing }', 'VALIDATION_FAILED'],
    ['subscriptions', '{ processes { id } }', 'VALIDATION_FAILED'],
    ['what can be read', 'subscription {', 'MALFORMED_REQUEST'],
    [
      'what keeps to the limits',
      `subscription { ${Array.from({ length: 16 }, (_, at) => `task_update { a${at}: process_id }`).join(' ')} }`,
      'LIMIT_EXCEEDED',
    ],
  ])('take only %s', async (_what, query, code) => {
    const socket = await connect(ada);
    const subscription = socket.subscribe(query);
    await expect(subscription.next()).rejects.toMatchObject([
      { extensions: { code, request_id: expect.any(String) } },
    ]);
  });

  it('are limited for each socket', async () => {
    const socket = await connect(ada);
    const most = limits.graphql.subscriptionsPerSocket;
    for (let count = 0; count < most; count += 1) {
      const subscription = socket.subscribe(taskUpdate);
      void subscription.next();
    }
    await expect(socket.subscribe(taskUpdate).next()).rejects.toMatchObject([
      { extensions: { code: 'LIMIT_EXCEEDED', limit: most } },
    ]);
  });

  it('end when the client has heard enough', async () => {
    const socket = await connect(ada);
    const subscription = socket.subscribe(taskUpdate);
    await heardOf(subscription);
    await subscription.end();
    expect(await subscription.next()).toBeUndefined();
  });

  /** A socket without a client that keeps to the protocol. */
  async function open(origin?: string): Promise<{ socket: WebSocket; closed: Promise<number> }> {
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const socket = new WebSocket(url, ['graphql-transport-ws'], {
      ...(origin === undefined ? {} : { origin }),
    });
    const closed = once(socket, 'close').then(([code]) => Number(code));
    await once(socket, 'open');
    return { socket, closed };
  }

  it.each([
    ['no token', {}],
    ['one that proves nothing', { token: 'not-a-token' }],
    ['one that is none', { authorization: 'Basic eA==' }],
  ])('are closed to whoever comes with %s', async (_what, payload) => {
    const { socket, closed } = await open();
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    expect(await closed).toBe(4401);
  });

  it('are closed to pages of another origin', async () => {
    expect(await (await open('https://evil.example')).closed).toBe(4403);
    const { socket } = await open(server.url);
    socket.send(JSON.stringify({ type: 'connection_init', payload: { token: await tokenOf(ada) } }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(message.toString())).toEqual({ type: 'connection_ack' });
    socket.close();
  });

  it('know who is logged in by the cookie', async () => {
    const url = `${server.url.replace('http', 'ws')}/graphql`;
    const [cookie = ''] = sessionCookie(false)
      .set(await tokenOf(ada), 60)
      .split(';');
    const headers = { cookie };
    const socket = new WebSocket(url, ['graphql-transport-ws'], { headers, origin: server.url });
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'connection_init' }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(message.toString())).toEqual({ type: 'connection_ack' });
    socket.close();
  });

  it('are closed to what is no message of the protocol', async () => {
    for (const [message, code] of [
      ['nonsense', 4400],
      [JSON.stringify({ type: 'subscribe', id: '1', payload: { query: taskUpdate } }), 4401],
      [Buffer.from([1, 2, 3]), 1003],
    ] as const) {
      const { socket, closed } = await open();
      socket.send(message);
      expect(await closed).toBe(code);
    }
  });

  it('are limited for each user', async () => {
    const bob = { ...ada, userId: 'bob' };
    for (let count = 0; count < limits.webSocket.sockets; count += 1) await connect(bob);
    const { socket, closed } = await open();
    socket.send(JSON.stringify({ type: 'connection_init', payload: { token: await tokenOf(bob) } }));
    expect(await closed).toBe(1008);
  });
});
