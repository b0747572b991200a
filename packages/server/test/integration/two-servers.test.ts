import { once } from 'node:events';
import type { Client } from '@wbpm/client';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { oneTask, sequence, userTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

const healthNodes = z.object({ nodes: z.array(z.object({ alive: z.boolean() })) });

describe.runIf(inject('postgresUrl') !== null)('two servers on one database', () => {
  let first: TestServer;
  let second: TestServer;
  let one: Client;
  let other: Client;

  beforeAll(async () => {
    first = await startTestServer({ database: 'postgres' });
    second = await startTestServer({ database: 'postgres', databaseUrl: first.databaseUrl ?? '' });
    one = await first.client();
    other = await second.client();
    await one.processes.deploy(oneTask);
  });
  afterAll(async () => {
    await second.stop();
    await first.stop();
  });

  it('show at once what the other acknowledged', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { instance_id: instanceId } = await one.instances.start('one-task', { variables: { round } });
      expect(await other.instances.get(instanceId)).toMatchObject({ status: 'active', variables: { round } });
      const [task] = (await other.tasks.list({ instance_id: instanceId })).tasks;
      await other.tasks.complete(task?.id ?? '');
      expect(await one.instances.get(instanceId)).toMatchObject({ status: 'completed' });
      await expect(one.tasks.complete(task?.id ?? '')).rejects.toMatchObject({ status: 409 });
    }
  });

  it('know of each other, and of a third that has left', async () => {
    const nodes = async () => {
      const { details } = (await one.system.health()).checks.workflow_engine;
      return healthNodes.parse(details).nodes.map(({ alive }) => alive);
    };
    const third = await startTestServer({ database: 'postgres', databaseUrl: first.databaseUrl ?? '' });
    await eventually(nodes, (alive) => alive.length === 3);
    await third.stop();
    expect(await eventually(nodes, (alive) => alive.length === 2)).toEqual([true, true]);
  });

  it('start the version the other has just deployed', async () => {
    for (let version = 1; version <= 5; version += 1) {
      const definition = { ...sequence('versioned', userTask('a')), description: `Version ${version}` };
      await one.processes.deploy(definition);
      expect(await other.instances.start('versioned')).toMatchObject({ version });
    }
  });

  it('tell their feeds of what happens on the other', async () => {
    const socket = new WebSocket(`${second.url.replace('http', 'ws')}/ws/api_user`, ['wbpm.v1']);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'subscribe_process', process_id: 'one-task' }));
    socket.send(JSON.stringify({ type: 'unknown' }));
    await once(socket, 'message');
    const heard = once(socket, 'message');
    const { instance_id: instanceId } = await one.instances.start('one-task');
    const [data] = await heard;
    expect(JSON.parse(String(data))).toMatchObject({
      type: 'process_update',
      data: { instance_id: instanceId, status: 'active' },
    });
    socket.close();
  });

  it('never reported a defect', () => {
    expect([...first.errors(), ...second.errors()]).toEqual([]);
  });
});
