import { once } from 'node:events';
import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { oneTask, sequence, serviceTask, userTask } from '../../src/testing/definitions.ts';
import { isOf, type OpenFeed, openFeed } from '../../src/testing/open-feed.ts';
import { startTestServer, type TestServer, testStores, tokenOf } from '../../src/testing/test-server.ts';

const tenantId = 'acme';
const ada = { tenantId, userId: 'ada', roles: ['user'] };

describe.each(testStores)('the live feed on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let silent: OpenFeed;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    client = await server.client({ ...ada, roles: ['admin'] });
    await client.processes.deploy(oneTask);
    // Says nothing at all; it is closed while the other tests run.
    silent = await open('ada');
  });
  afterAll(() => server.stop());

  function open(userId: string, token?: string, origin?: string): Promise<OpenFeed> {
    return openFeed(server.url, {
      userId,
      ...(token === undefined ? {} : { token }),
      ...(origin === undefined ? {} : { origin }),
    });
  }

  it('tells of the processes subscribed to and of tasks', async () => {
    const feed = await open('ada', await tokenOf(ada));
    feed.send({ type: 'subscribe_process', process_id: 'one-task' });
    feed.send({ type: 'nonsense' });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'VALIDATION_FAILED' });
    const { instance_id: instanceId } = await client.instances.start('one-task');
    expect(await feed.next(isOf('process_update'))).toEqual({
      type: 'process_update',
      process_id: 'one-task',
      position: expect.any(String),
      data: { instance_id: instanceId, process_id: 'one-task', status: 'active' },
    });
    expect(await feed.next(isOf('task_update'))).toMatchObject({ process_id: 'one-task' });

    feed.messages.length = 0;
    const [task] = (await client.tasks.list({ instance_id: instanceId })).tasks;
    await client.tasks.complete(task?.id ?? '');
    expect(await feed.next(isOf('process_update'))).toMatchObject({
      data: { instance_id: instanceId, status: 'completed' },
    });
    feed.socket.close();
  });

  it('tells of definitions that are deployed, suspended, resumed and taken out of use', async () => {
    const feed = await open('ada', await tokenOf(ada));
    feed.send({ type: 'subscribe_definitions' });
    await feed.settled();
    const id = 'told';
    const update = { type: 'definition_update', process_id: id, data: {} };
    for (const change of [
      () => client.processes.deploy(sequence(id, userTask('a'))),
      () => client.processes.suspend(id),
      () => client.processes.resume(id),
      () => client.processes.remove(id),
    ]) {
      await change();
      expect(await feed.next(isOf('definition_update'))).toMatchObject(update);
    }
    feed.socket.close();
  });

  it('tells of incidents that are raised and resolved, by an operator or with their instance', async () => {
    const feed = await open('ada', await tokenOf(ada));
    feed.send({ type: 'subscribe_incidents' });
    await feed.settled();
    await client.processes.deploy(sequence('troubled', serviceTask('work', 'nobody-does-this')));
    for (const end of ['cancel', 'resolve'] as const) {
      const { instance_id: instanceId } = await client.instances.start('troubled');
      const { jobs } = await client.jobs.activate({ type: 'nobody-does-this', worker: 'w' });
      const [job] = jobs;
      const failure = { lock_token: job?.lock_token ?? '', message: 'broken', retries: 0 };
      await client.jobs.fail(job?.job_id ?? '', failure);
      expect(await feed.next(isOf('incident_update'))).toMatchObject({
        process_id: 'troubled',
        data: { instance_id: instanceId },
      });
      if (end === 'cancel') await client.instances.cancel(instanceId);
      else {
        const { incidents } = await client.incidents.list({ process_id: 'troubled' });
        await client.incidents.resolve(incidents[0]?.incident_id ?? '');
      }
      expect(await feed.next(isOf('incident_update'))).toMatchObject({ data: { instance_id: instanceId } });
    }
    feed.socket.close();
  });

  it('takes the token as the first message', async () => {
    const feed = await open('ada');
    feed.send({ type: 'subscribe_process', process_id: 'one-task' });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'UNAUTHENTICATED' });
    feed.send({ type: 'authenticate', token: await tokenOf(ada) });
    const { instance_id: instanceId } = await client.instances.start('one-task');
    expect(await feed.next(isOf('task_update'))).toMatchObject({ process_id: 'one-task' });
    feed.send({ type: 'subscribe_process', process_id: instanceId });
    await client.instances.setVariables(instanceId, { variables: { a: 1 } });
    expect(await feed.next(isOf('process_update'))).toMatchObject({ process_id: instanceId });
    feed.socket.close();
  });

  it('reaches every socket of a user', async () => {
    const token = await tokenOf(ada);
    const feeds = [await open('ada', token), await open('ada', token)];
    await client.instances.start('one-task');
    for (const feed of feeds) {
      expect(await feed.next(isOf('task_update'))).toMatchObject({ type: 'task_update' });
      feed.socket.close();
    }
  });

  it('tells nothing of another tenant', async () => {
    const feed = await open('ada', await tokenOf({ ...ada, tenantId: 'globex' }));
    const own = await open('ada', await tokenOf(ada));
    feed.send({ type: 'subscribe_process', process_id: 'one-task' });
    await client.instances.start('one-task');
    await own.next(isOf('task_update'));
    expect(feed.messages).toEqual([]);
    for (const { socket } of [feed, own]) socket.close();
  });

  it('is closed for the user id of somebody else', async () => {
    expect(await (await open('bob', await tokenOf(ada))).closed).toBe(4403);
  });

  it('is closed for pages of another origin', async () => {
    const feed = await open('ada', await tokenOf(ada), 'https://evil.example');
    expect(await feed.closed).toBe(4403);
    const own = await open('ada', await tokenOf(ada), server.url);
    own.send({ type: 'nonsense' });
    expect(await own.next(isOf('error'))).toMatchObject({ code: 'VALIDATION_FAILED' });
    own.socket.close();
  });

  it('is closed for a token that proves nothing, and for none at all', async () => {
    expect(await (await open('ada', 'not-a-token')).closed).toBe(4401);
    const late = await open('ada');
    late.send({ type: 'authenticate', token: 'not-a-token' });
    expect(await late.closed).toBe(4401);
    expect(await silent.closed).toBe(4401);
  });

  it('is closed for a frame that is too large, and the server goes on', async () => {
    const feed = await open('ada', await tokenOf(ada));
    feed.socket.send('x'.repeat(100_000));
    expect(await feed.closed).toBe(1009);
    expect(await client.system.ready()).toBe(true);
    expect(server.errors().filter((line) => !line.includes('Max payload size exceeded'))).toEqual([]);
  });
});

describe('a feed whose caller nobody can vouch for now', () => {
  it('is told to come again later', async () => {
    const server = await startTestServer({
      database: 'pglite',
      environment: { AUTH_MODE: 'oidc', OIDC_ISSUER: 'http://127.0.0.1:1', OIDC_AUDIENCE: 'wbpm' },
    });
    const protocols = ['wbpm.v1', `bearer.${await tokenOf(ada)}`];
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/ada`, protocols);
    const [code] = await once(socket, 'close');
    expect(code).toBe(1013);
    await server.stop();
  });
});
