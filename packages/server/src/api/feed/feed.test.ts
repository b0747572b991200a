import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOf, type OpenFeed } from '../../testing/open-feed.ts';
import { type FeedFixture, startFeeds } from './feed-fixture.ts';

let feeds: FeedFixture;
beforeAll(async () => {
  feeds = await startFeeds();
});
afterAll(() => feeds.stop());

async function openFor(userId: string, permissions?: readonly string[]): Promise<OpenFeed> {
  const roles = permissions === undefined ? ['user'] : [];
  const token = feeds.tokenFor({ userId, roles, permissions: permissions ?? [] });
  return feeds.open({ userId, token });
}

/** Follows process `p` of its tenant and has said so. */
async function following(userId: string): Promise<OpenFeed> {
  const feed = await openFor(userId);
  feed.send({ type: 'subscribe_process', process_id: 'p' });
  await feed.settled();
  return feed;
}

const updates = ({ messages }: OpenFeed) => messages.filter(({ type }) => type !== 'error');

describe('a feed', () => {
  it('tells of a process subscribed to twice once, and no more once it is unsubscribed from', async () => {
    const feed = await following('twice');
    feed.send({ type: 'subscribe_process', process_id: 'p' });
    await feed.settled();
    const position = feeds.tell({ instanceId: 'i1', status: 'completed' });
    const data = { instance_id: 'i1', process_id: 'p', status: 'completed' };
    const update = { type: 'process_update', process_id: 'p', data, position };
    expect(await feed.next(isOf('process_update'))).toEqual(update);
    feed.send({ type: 'unsubscribe_process', process_id: 'p' });
    feed.send({ type: 'unsubscribe_process', process_id: 'never subscribed to' });
    await feed.settled();
    feeds.tell({ tasksChanged: true });
    await feed.next(isOf('task_update'));
    expect(updates(feed).map(({ type }) => type)).toEqual(['process_update', 'task_update']);
    feed.socket.close();
  });

  it('tells of incidents to who asked for them', async () => {
    const feed = await openFor('incidents');
    feed.send({ type: 'subscribe_incidents' });
    await feed.settled();
    feeds.tell({ instanceId: 'i2', incidentsChanged: true }, { instanceId: 'i3' });
    const data = { instance_id: 'i2', process_id: 'p', status: 'active' };
    expect(await feed.next(isOf('incident_update'))).toMatchObject({ process_id: 'p', data });
    feed.send({ type: 'unsubscribe_incidents' });
    await feed.settled();
    feeds.tell({ incidentsChanged: true, tasksChanged: true });
    await feed.next(isOf('task_update'));
    expect(updates(feed).map(({ type }) => type)).toEqual(['incident_update', 'task_update']);
    feed.socket.close();
  });

  it('tells of definitions to who asked for them', async () => {
    const feed = await openFor('definitions');
    feed.send({ type: 'subscribe_definitions' });
    await feed.settled();
    feeds.tellDefinition('foreign', 'globex');
    feeds.tellDefinition('p');
    const update = { type: 'definition_update', process_id: 'p', data: {}, position: expect.any(String) };
    expect(await feed.next(isOf('definition_update'))).toEqual(update);
    feed.send({ type: 'unsubscribe_definitions' });
    await feed.settled();
    feeds.tellDefinition('q');
    feeds.tell({ tasksChanged: true });
    await feed.next(isOf('task_update'));
    expect(updates(feed).map(({ type }) => type)).toEqual(['definition_update', 'task_update']);
    feed.socket.close();
  });

  it('refuses what its user may not read, and does not tell of tasks either', async () => {
    const feed = await openFor('nobody', ['job_read']);
    feed.send({ type: 'subscribe_process', process_id: 'p' });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'FORBIDDEN' });
    for (const type of ['subscribe_incidents', 'subscribe_definitions']) {
      feed.send({ type });
      expect(await feed.next(isOf('error'))).toMatchObject({ code: 'FORBIDDEN' });
    }
    const other = await following('somebody');
    feeds.tell({ tasksChanged: true, incidentsChanged: true });
    await other.next(isOf('task_update'));
    await feed.settled();
    expect(updates(feed)).toEqual([]);
    for (const { socket } of [feed, other]) socket.close();
  });

  it('takes an id that nobody has and one of another tenant alike, and tells of neither', async () => {
    const feed = await openFor('curious');
    for (const id of ['nobody-has-this', 'i-of-globex']) {
      feed.send({ type: 'subscribe_process', process_id: id });
    }
    await feed.settled();
    expect(feed.messages).toMatchObject([{ code: 'VALIDATION_FAILED' }]);
    feeds.tell({ tenantId: 'globex', instanceId: 'i-of-globex', tasksChanged: true, incidentsChanged: true });
    feeds.tell({ tasksChanged: true });
    await feed.next(isOf('task_update'));
    expect(updates(feed)).toHaveLength(1);
    feed.socket.close();
  });

  it('tells that a process changed, instead of how, when much of it did', async () => {
    const feed = await following('busy');
    feeds.tell(...Array.from({ length: 300 }, (_, index) => ({ instanceId: `i${index}` })));
    expect(await feed.next(isOf('process_update'))).toMatchObject({ process_id: 'p', data: {} });
    expect(updates(feed)).toHaveLength(1);
    feed.socket.close();
  });

  it('has the page look for itself when too much happened to be listed, and only the tenants it happened to', async () => {
    const feed = await following('old');
    const resuming = await following('new');
    resuming.send({ type: 'resume' });
    await resuming.next(isOf('resumed'));
    feeds.tellMany(['globex']);
    feeds.tellMany(['acme', 'globex']);
    await feed.next(isOf('resync'));
    await resuming.next(isOf('resync'));
    // Who never asked to resume may not know the word: it is told that all it listens to has changed.
    expect(updates(feed)).toMatchObject([
      { type: 'task_update', process_id: '', data: {} },
      { type: 'process_update', process_id: 'p', data: {} },
      { type: 'resync' },
    ]);
    expect(updates(resuming).map(({ type }) => type)).toEqual(['resumed', 'resync']);
    for (const { socket } of [feed, resuming]) socket.close();
  });
});

describe('a feed that comes back', () => {
  const idsOf = (feed: OpenFeed): unknown[] =>
    feed.messages.flatMap((message) =>
      message.type === 'process_update' ? [message.data['instance_id'] ?? 'some'] : [],
    );

  async function resumed(position: string): Promise<OpenFeed> {
    const feed = await following('back');
    feed.messages.length = 0;
    feed.send({ type: 'resume', position });
    await feed.next(({ type }) => type === 'resumed' || type === 'resync');
    feed.socket.close();
    return feed;
  }

  it('is told what it missed, and nothing that it would not have heard', async () => {
    const gone = await following('back');
    feeds.tell({ instanceId: 'before' });
    const { position = '' } = (await gone.next(isOf('process_update'))) as { position?: string };
    gone.socket.close();
    await gone.closed;
    feeds.tell({ instanceId: 'a' }, { instanceId: 'b', processId: 'q' });
    feeds.tell({ instanceId: 'c', tenantId: 'globex', tasksChanged: true });
    const last = feeds.tell({ instanceId: 'a', status: 'completed' }, { instanceId: 'd' });
    const feed = await resumed(position);
    expect(idsOf(feed)).toEqual(['a', 'd']);
    expect(feed.messages.at(-1)).toEqual({ type: 'resumed', position: last });
    expect(feed.messages[0]).toMatchObject({ data: { status: 'completed' } });
  });

  it('is told where it is when it asks without a position', async () => {
    const position = feeds.tell({});
    const feed = await openFor('first');
    feed.send({ type: 'resume' });
    expect(await feed.next(isOf('resumed'))).toEqual({ type: 'resumed', position });
    feed.send({ type: 'resume', position });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'CONFLICT' });
    feed.socket.close();
  });

  it('has to look for itself when its position is not known', async () => {
    const feed = await resumed('never-was');
    expect(feed.messages.map(({ type }) => type)).toEqual(['resync']);
  });

  it('has to look for itself when too much was missed to be listed', async () => {
    const position = feeds.tell({});
    feeds.tellMany(['globex']);
    expect((await resumed(position)).messages.map(({ type }) => type)).toEqual(['resumed']);
    feeds.tellMany(['acme']);
    expect((await resumed(position)).messages.map(({ type }) => type)).toEqual(['resync']);
  });

  it('has to look for itself when something may have been lost, as those who stayed do', async () => {
    const position = feeds.tell({});
    const stayed = await following('stayed');
    feeds.gap();
    await stayed.next(isOf('resync'));
    expect((await resumed(position)).messages.map(({ type }) => type)).toEqual(['resync']);
    stayed.socket.close();
  });

  it('repeats rather than leaves out: only the last of several messages has the new position', async () => {
    const feed = await following('several');
    const first = feeds.tell({ instanceId: 'x' });
    expect(await feed.next(isOf('process_update'))).toMatchObject({ position: first });
    const second = feeds.tell({ instanceId: 'y' }, { instanceId: 'z' });
    expect(await feed.next(isOf('process_update'))).toMatchObject({ position: first });
    expect(await feed.next(isOf('process_update'))).toMatchObject({ position: second });
    feed.socket.close();
  });
});
