import { once } from 'node:events';
import { type FeedMessage, feedCloseCodes, feedMessageSchema } from '@wbpm/contract';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { oneTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores, tokenOf } from '../../src/testing/test-server.ts';

const theirs = { tenantId: 'acme', userId: 'ada', roles: ['admin'] };
/** The same name in another tenant is another person. */
const own = { ...theirs, tenantId: 'globex' };

describe.each(testStores)('the feed of another tenant on %s', (database) => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer({ database, authMode: 'jwt' });
    for (const identity of [theirs, own]) await (await server.client(identity)).processes.deploy(oneTask);
  });
  afterAll(async () => {
    expect(server.errors()).toEqual([]);
    await server.stop();
  });

  async function connect(userId: string, token: string): Promise<WebSocket> {
    const address = `${server.url.replace('http', 'ws')}/ws/${userId}`;
    const socket = new WebSocket(address, ['wbpm.v1', `bearer.${token}`]);
    await once(socket, 'open');
    return socket;
  }

  it('tells nothing of what it names, by whatever id', async () => {
    const [acme, globex] = [await server.client(theirs), await server.client(own)];
    const { instance_id: foreignId } = await acme.instances.start('one-task');
    const { definition_id: definitionId } = await acme.processes.get('one-task');
    const [task] = (await acme.tasks.list({ instance_id: foreignId })).tasks;
    const socket = await connect('ada', await tokenOf(own));
    const heard: string[] = [];
    const sentinel = new Promise<FeedMessage>((resolve) => {
      socket.on('message', (data: Buffer) => {
        heard.push(data.toString());
        const message = feedMessageSchema.safeParse(JSON.parse(data.toString())).data;
        if (message?.type === 'process_update' && message.process_id !== 'one-task') resolve(message);
      });
    });
    const { instance_id: ownId } = await globex.instances.start('one-task');
    // The process has the same name in both tenants; the rest is the other's alone, but for the last.
    for (const id of ['one-task', foreignId, definitionId, task?.id ?? '', ownId]) {
      socket.send(JSON.stringify({ type: 'subscribe_process', process_id: id }));
    }
    // Answered behind the subscriptions: whatever happens from here on is heard.
    const answered = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'nonsense' }));
    await answered;

    const started = await acme.instances.start('one-task');
    await acme.instances.setVariables(foreignId, { variables: { secret: 'CANARY' } });
    await acme.tasks.complete(task?.id ?? '');
    await globex.instances.setVariables(ownId, { variables: { own: true } });
    expect(await sentinel).toMatchObject({ process_id: ownId });
    socket.close();
    const updates = heard.filter((text) => /"type":"(process|task)_update"/.test(text));
    expect(updates).not.toEqual([]);
    for (const text of updates) {
      for (const id of [foreignId, definitionId, task?.id ?? '', started.instance_id, 'CANARY', 'acme']) {
        expect(text).not.toContain(id);
      }
    }
  });

  it('tells a subscription of GraphQL no more', async () => {
    const [acme, globex] = [await server.client(theirs), await server.client(own)];
    const { instance_id: foreignId } = await acme.instances.start('one-task');
    const { definition_id: definitionId } = await acme.processes.get('one-task');
    const { instance_id: ownId } = await globex.instances.start('one-task');
    const token = await tokenOf(own);
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { token },
    });
    onTestFinished(() => client.dispose());
    const heard: { readonly of: string; readonly text: string }[] = [];
    // The last one is heard of when the others are there too.
    for (const id of ['one-task', foreignId, definitionId, ownId]) {
      const query = 'subscription ($id: String!) { process_update(process_id: $id) { instance_id status } }';
      const next = (value: unknown): void => void heard.push({ of: id, text: JSON.stringify(value) });
      const fail = (error: unknown): void => void heard.push({ of: 'error', text: String(error) });
      client.subscribe({ query, variables: { id } }, { next, error: fail, complete: () => undefined });
    }
    const hearOfOwn = async (): Promise<void> => {
      const before = heard.length;
      await eventually(
        async () => {
          await globex.instances.setVariables(ownId, { variables: { own: Math.random() } });
          return heard.slice(before);
        },
        (since) => since.some(({ of }) => of === ownId),
      );
    };
    await hearOfOwn();
    const started = await acme.instances.start('one-task');
    await acme.instances.setVariables(foreignId, { variables: { secret: 'CANARY' } });
    await hearOfOwn();
    expect(new Set(heard.map(({ of }) => of))).toEqual(new Set(['one-task', ownId]));
    for (const { text } of heard) {
      for (const id of [foreignId, started.instance_id, 'CANARY']) expect(text).not.toContain(id);
    }
  });

  it('is closed when it is asked for under the name of somebody else, in the own tenant or another', async () => {
    for (const identity of [own, theirs]) {
      const socket = await connect('bob', await tokenOf(identity));
      const [code] = await once(socket, 'close');
      expect(code).toBe(feedCloseCodes.forbidden);
    }
  });
});
