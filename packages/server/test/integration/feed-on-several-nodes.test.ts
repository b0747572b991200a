import type { Client } from '@wbpm/client';
import type { FeedMessage } from '@wbpm/contract';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { oneTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { isOf, type OpenFeed, openFeed } from '../../src/testing/open-feed.ts';
import { hasRedis, startRedis, type TestRedis } from '../../src/testing/redis-server.ts';
import { startTestServer, type TestServer } from '../../src/testing/test-server.ts';

interface Nodes {
  readonly one: TestServer;
  readonly other: TestServer;
  readonly client: Client;
  stop(): Promise<void>;
}

async function startNodes(environment: Readonly<Record<string, string>> = {}): Promise<Nodes> {
  const one = await startTestServer({ database: 'postgres', environment });
  const databaseUrl = one.databaseUrl ?? '';
  const other = await startTestServer({ database: 'postgres', databaseUrl, environment });
  const client = await one.client();
  await client.processes.deploy(oneTask);
  return {
    one,
    other,
    client,
    async stop() {
      await other.stop();
      await one.stop();
    },
  };
}

/** Follows the process on a node, and has resumed there. */
async function follow(node: TestServer, position?: string): Promise<OpenFeed> {
  const feed = await openFeed(node.url, { userId: 'api_user' });
  feed.send({ type: 'subscribe_process', process_id: 'one-task' });
  feed.send({ type: 'resume', ...(position === undefined ? {} : { position }) });
  await feed.next(({ type }) => type === 'resumed' || type === 'resync');
  return feed;
}

const tellsOf = (instanceId: string) => (message: FeedMessage) =>
  message.type === 'process_update' && message.data['instance_id'] === instanceId;

/** Starts an instance on the first node; answers how it was told to a feed. */
async function startAndHear({ client }: Nodes, feeds: readonly OpenFeed[]) {
  const { instance_id: instanceId } = await client.instances.start('one-task');
  const heard = await Promise.all(feeds.map((feed) => feed.next(tellsOf(instanceId))));
  return { instanceId, heard };
}

function positionOf(feed: OpenFeed): string {
  const positions = feed.messages.flatMap((message) =>
    'position' in message && message.position !== undefined ? [message.position] : [],
  );
  return positions.at(-1) ?? '';
}

/** Closes a feed of one node, misses two updates, and goes on at the other node, which knows them. */
async function moveOver(nodes: Nodes): Promise<void> {
  const [feed, witness] = [await follow(nodes.one), await follow(nodes.other)];
  await startAndHear(nodes, [feed, witness]);
  await feed.next(isOf('task_update'));
  feed.socket.close();
  await feed.closed;
  const missed = [await startAndHear(nodes, [witness]), await startAndHear(nodes, [witness])];
  const back = await follow(nodes.other, positionOf(feed));
  const told = back.messages.flatMap((message) =>
    message.type === 'process_update' ? [message.data['instance_id']] : [],
  );
  expect(told).toEqual(expect.arrayContaining(missed.map(({ instanceId }) => instanceId)));
  expect(back.messages.at(-1)).toMatchObject({ type: 'resumed' });
  for (const { socket } of [witness, back]) socket.close();
}

/** Deploys on the first node: the other tells of it, and so do both to a feed that was away. */
async function moveOverWithDefinitions({ one, other, client }: Nodes): Promise<void> {
  async function followDefinitions(node: TestServer, position?: string): Promise<OpenFeed> {
    const feed = await openFeed(node.url, { userId: 'api_user' });
    feed.send({ type: 'subscribe_definitions' });
    feed.send({ type: 'resume', ...(position === undefined ? {} : { position }) });
    await feed.next(({ type }) => type === 'resumed' || type === 'resync');
    return feed;
  }
  const feed = await followDefinitions(other);
  const before = positionOf(feed);
  await client.processes.deploy({ ...oneTask, description: 'Another version' });
  expect(await feed.next(isOf('definition_update'))).toMatchObject({ process_id: 'one-task' });
  feed.socket.close();
  for (const node of [one, other]) {
    const told = await eventually(
      async () => {
        const back = await followDefinitions(node, before);
        back.socket.close();
        return back.messages.map(({ type }) => type);
      },
      (types) => types.length > 1,
    );
    expect(told).toEqual(['definition_update', 'resumed']);
  }
}

describe.runIf(inject('postgresUrl') !== null)('feeds of two nodes over one database', () => {
  let nodes: Nodes;
  beforeAll(async () => {
    nodes = await startNodes();
  });
  afterAll(() => nodes.stop());

  it('go on at the other node where they stopped', () => moveOver(nodes));
  it('tell of definitions that were deployed on the other node', () => moveOverWithDefinitions(nodes));

  it('are told to look for themselves when the connection that hears of commits broke', async () => {
    const feeds = [await follow(nodes.one), await follow(nodes.other)];
    await startAndHear(nodes, feeds);
    const before = positionOf(feeds[0] as OpenFeed);
    const database = new pg.Client(nodes.one.databaseUrl ?? '');
    await database.connect();
    const { rowCount } = await database.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()
         AND pid <> pg_backend_pid() AND (query ILIKE 'listen %' OR query = 'select 1')`,
    );
    await database.end();
    expect(rowCount).toBeGreaterThanOrEqual(2);
    for (const feed of feeds) await feed.next(isOf('resync'));
    const back = await follow(nodes.one, before);
    expect(back.messages.at(-1)).toMatchObject({ type: 'resync' });
    await startAndHear(nodes, [...feeds, back]);
    for (const { socket } of [...feeds, back]) socket.close();
  });
});

describe.runIf(inject('postgresUrl') !== null && hasRedis())('feeds of two nodes over Redis', () => {
  let redis: TestRedis;
  let nodes: Nodes;
  beforeAll(async () => {
    redis = await startRedis();
    nodes = await startNodes({ REDIS_URL: redis.url });
    // Both nodes hear of each other only once both are connected.
    const witness = await follow(nodes.other);
    await hears(witness);
    witness.socket.close();
  });
  afterAll(async () => {
    await nodes.stop();
    await redis.stop();
  });

  /** Waits until what happens on the first node is told to this feed by name. */
  function hears(feed: OpenFeed): Promise<boolean> {
    return eventually(async () => {
      const { instance_id: instanceId } = await nodes.client.instances.start('one-task');
      return eventually(() => Promise.resolve(feed.messages.some(tellsOf(instanceId))), Boolean, 500).catch(
        () => false,
      );
    }, Boolean);
  }

  it('go on at the other node where they stopped', () => moveOver(nodes));
  it('tell of definitions that were deployed on the other node', () => moveOverWithDefinitions(nodes));

  it('are told to look for themselves once a Redis that was away is back', async () => {
    const feeds = [await follow(nodes.one), await follow(nodes.other)];
    await startAndHear(nodes, feeds);
    const before = positionOf(feeds[0] as OpenFeed);
    await redis.kill();
    const [own] = feeds;
    // A node needs no Redis to tell its own feeds of its own commits.
    if (own !== undefined) await startAndHear(nodes, [own]);
    await redis.start();
    for (const feed of feeds) await feed.next(isOf('resync'));
    for (const feed of feeds) await hears(feed);
    const back = await follow(nodes.other, before);
    expect(back.messages.at(-1)).toMatchObject({ type: 'resync' });
    for (const { socket } of [...feeds, back]) socket.close();
  });
});
