import type { Client } from '@wbpm/client';
import type { Deployment, InstanceDetail, Variables } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Api, codeOf, dataOf } from '../../testing/api.ts';
import { oneTask, sequence, userTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../testing/test-server.ts';

describe.each(testStores)('what somebody has seen of an instance or a process, on %s', (database) => {
  let server: TestServer;
  let client: Client;
  let api: Api;

  beforeAll(async () => {
    server = await startTestServer({ database });
    client = await server.client();
    api = await server.api();
    await client.processes.deploy(oneTask);
  });
  afterAll(() => server.stop());

  const tagOf = ({ headers }: Answer): string => headers.get('etag') ?? 'none';
  const send = (method: string, path: string, tag: string, body: unknown, key?: string) =>
    api.call(method, path, {
      body,
      headers: { 'if-match': tag },
      ...(key === undefined ? {} : { key }),
    });

  async function startOne(): Promise<{ readonly path: string; readonly tag: string }> {
    const { instance_id: id } = await client.instances.start('one-task');
    const path = `/instances/${id}`;
    return { path, tag: tagOf(await api.get(path)) };
  }

  describe('an instance', () => {
    it('tells its revision, the last event of its journal, by either address', async () => {
      const { path, tag } = await startOne();
      const { instance_id: id, revision } = dataOf<InstanceDetail>(await api.get(path));
      expect(tag).toBe(`"${revision}"`);
      expect(tagOf(await api.get(`/processes/one-task${path}`))).toBe(tag);
      expect((await client.instances.journal(id)).events.at(-1)?.seq).toBe(revision);
    });

    it('takes one change that names its revision, and none that names the one before', async () => {
      const { path, tag } = await startOne();
      const first = await send('PATCH', `${path}/variables`, tag, { variables: { a: 1 } });
      expect(first.status).toBe(200);
      expect(tagOf(first)).toBe(tagOf(await api.get(path)));
      const late = await send('PATCH', `${path}/variables`, tag, { variables: { a: 2 } });
      expect([late.status, codeOf(late)]).toEqual([412, 'STALE_VERSION']);
      expect(late.text).toContain(tagOf(first).slice(1, -1));
      expect(dataOf<InstanceDetail>(await api.get(path)).variables).toEqual({ a: 1 });
      const next = await send('PATCH', `${path}/variables`, tagOf(first), { variables: { a: 3 } });
      expect(dataOf<Variables>(next).variables).toEqual({ a: 3 });
      const { instance_id: id, revision } = dataOf<InstanceDetail>(await api.get(path));
      const again = () => client.instances.setVariables(id, { variables: { a: 4 } }, { revision });
      expect((await again()).variables).toEqual({ a: 4 });
      await expect(again()).rejects.toMatchObject({ status: 412 });
    });

    it('takes exactly one of many changes that name the same revision at once', async () => {
      for (let round = 0; round < 10; round += 1) {
        const { path, tag } = await startOne();
        const answers = await Promise.all(
          Array.from({ length: 8 }, (_none, index) =>
            send('PATCH', `${path}/variables`, tag, { variables: { winner: index } }),
          ),
        );
        const statuses = answers.map(({ status }) => status);
        expect(statuses.filter((status) => status === 200)).toHaveLength(1);
        expect(statuses.filter((status) => status === 412)).toHaveLength(7);
        const winner = statuses.indexOf(200);
        expect(dataOf<InstanceDetail>(await api.get(path)).variables).toEqual({ winner });
      }
    });

    it('takes changes that name no revision beside one that does', async () => {
      const { path, tag } = await startOne();
      const answers = await Promise.all([
        send('PATCH', `${path}/variables`, tag, { variables: { seen: true } }),
        send('PATCH', `${path}/variables`, '*', { variables: { any: true } }),
        api.call('PATCH', `${path}/variables`, { body: { variables: { none: true } } }),
      ]);
      expect(answers.slice(1).map(({ status }) => status)).toEqual([200, 200]);
      expect([200, 412]).toContain(answers[0]?.status);
      const { variables } = dataOf<InstanceDetail>(await api.get(path));
      expect('seen' in variables).toBe(answers[0]?.status === 200);
      expect(variables).toMatchObject({ any: true, none: true });
    });

    it('answers a repeated change with its key as it did before, though it has gone on', async () => {
      const { path, tag } = await startOne();
      const change = () => send('PATCH', `${path}/variables`, tag, { variables: { a: 1 } }, 'seen-once');
      const [first, second] = [await change(), await change()];
      expect([second.status, second.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
      expect(second.text).toBe(first.text);
    });

    it.each([
      ['cancel', {}],
      ['suspend', undefined],
      ['modify', { instructions: [{ activate: 'approve' }] }],
      ['migrate', { target: 'one-task' }],
      ['migrate', { target: 'one-task', dry_run: true }],
    ])('that has gone on is not to %s by what was seen', async (operation, body) => {
      const { path, tag } = await startOne();
      await api.call('PATCH', `${path}/variables`, { body: { variables: { gone: 'on' } } });
      const before = await api.get(path);
      const late = await send('POST', `${path}/${operation}`, tag, body);
      expect([late.status, codeOf(late)]).toEqual([412, 'STALE_VERSION']);
      expect((await api.get(path)).text).toBe(before.text);
      expect((await send('POST', `${path}/${operation}`, tagOf(before), body)).status).toBe(200);
    });

    it('is resumed by what was seen only', async () => {
      const { path, tag } = await startOne();
      const suspended = await send('POST', `${path}/suspend`, tag, undefined);
      expect((await send('POST', `${path}/resume`, tag, undefined)).status).toBe(412);
      expect((await send('POST', `${path}/resume`, tagOf(suspended), undefined)).status).toBe(200);
    });

    it.each(['3', 'W/"3"', '"x"', '"1", "2"', ''])('is not changed by an If-Match of %s', async (tag) => {
      const { path } = await startOne();
      const answer = await send('PATCH', `${path}/variables`, tag, { variables: { a: 1 } });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'MALFORMED_REQUEST']);
    });

    it('tells nobody of another tenant whether a revision is right', async () => {
      const other = await server.api({ tenantId: 'other', userId: 'eve', roles: ['admin'] });
      const { path, tag } = await startOne();
      for (const named of [tag, '"999"']) {
        const body = { variables: { a: 1 } };
        const answer = await other.call('PATCH', `${path}/variables`, {
          body,
          headers: { 'if-match': named },
        });
        expect([answer.status, codeOf(answer)]).toEqual([404, 'NOT_FOUND']);
      }
    });
  });

  describe('a process', () => {
    const written = (...tasks: readonly string[]) => sequence('edited', ...tasks.map((id) => userTask(id)));
    const versions = async () =>
      (await client.processes.versions('edited')).versions.map(({ version }) => version);

    it('gets its next version from whoever has seen the newest, and nothing from others', async () => {
      await client.processes.deploy(written('a'));
      const tag = tagOf(await api.get('/processes/edited'));
      expect(tag).toBe('"1"');
      const second = await send('POST', '/processes', tag, written('a', 'b'));
      expect([dataOf<Deployment>(second).version, tagOf(second)]).toEqual([2, '"2"']);
      const late = await send('POST', '/processes', tag, written('a', 'c'));
      expect([late.status, codeOf(late)]).toEqual([412, 'STALE_VERSION']);
      expect(await versions()).toEqual([2, 1]);
      await expect(client.processes.deploy(written('d'), { revision: 1 })).rejects.toMatchObject({
        status: 412,
      });
      expect((await client.processes.deploy(written('d'), { revision: 2 })).version).toBe(3);
    });

    it('gets exactly one of many versions that are written after the same one', async () => {
      const newest = tagOf(await api.get('/processes/edited'));
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_none, index) =>
          send('POST', '/processes', newest, written('a', `task-${index}`)),
        ),
      );
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status === 200)).toHaveLength(1);
      expect(statuses.filter((status) => status === 412)).toHaveLength(5);
      expect(await versions()).toEqual([4, 3, 2, 1]);
    });

    it('that nobody has deployed cannot have been seen', async () => {
      const answer = await send('POST', '/processes', '"1"', sequence('unseen', userTask('a')));
      expect([answer.status, codeOf(answer)]).toEqual([412, 'STALE_VERSION']);
      expect((await api.get('/processes/unseen')).status).toBe(404);
    });
  });
});
