import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../testing/eventually.ts';
import { isOf, type OpenFeed } from '../../testing/open-feed.ts';
import { type FeedFixture, startFeeds } from './feed-fixture.ts';

let feeds: FeedFixture;
beforeEach(async () => {
  feeds = await startFeeds({
    messagesPerSecond: 1,
    messagesAtOnce: 20,
    invalidMessages: 3,
    subscriptions: 5,
    sockets: 2,
    farewellMs: 100,
    pingMs: 300,
    verifyMs: 300,
  });
});
afterEach(() => feeds.stop());

const open = (userId = 'ada'): Promise<OpenFeed> => feeds.open({ userId, token: feeds.tokenFor({ userId }) });

/** Opens a feed until one is let in; fails when none ever is. */
function letIn(openOne: () => Promise<OpenFeed>): Promise<number | 'let in'> {
  return eventually(
    async () => {
      const next = await openOne();
      const outcome = await Promise.race([next.closed, next.settled().then(() => 'let in' as const)]);
      next.socket.close();
      return outcome;
    },
    (outcome) => outcome === 'let in',
  );
}

describe('a feed', () => {
  it('is closed for a page of another origin, with whatever token, and open to those allowed', async () => {
    const token = feeds.tokenFor();
    const hijacked = await feeds.open({ userId: 'ada', token, origin: 'https://evil.example' });
    hijacked.socket.on('error', () => {});
    hijacked.send({ type: 'subscribe_process', process_id: 'p' });
    expect(await hijacked.closed).toBe(4403);
    expect(hijacked.messages).toEqual([]);
    const allowed = await feeds.open({ userId: 'ada', token, origin: 'https://pages.example' });
    await allowed.settled();
    allowed.socket.close();
  });

  it.each([
    ['text that is no JSON', '{'],
    ['an array', '[{"type":"subscribe_process","process_id":"p"}]'],
    ['a number', '1'],
    ['nothing', ''],
    ['an unknown type', '{"type":"subscribe_everything"}'],
    ['a missing id', '{"type":"subscribe_process"}'],
    ['an id that is too long', JSON.stringify({ type: 'subscribe_process', process_id: 'x'.repeat(256) })],
    ['an id that is no text', '{"type":"subscribe_process","process_id":["p"]}'],
    ['a name of its prototype', '{"type":"__proto__"}'],
  ])('answers %s with an error, and is closed when that goes on', async (_what, text) => {
    const feed = await open();
    feed.socket.send(text);
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'VALIDATION_FAILED' });
    for (let times = 0; times < 3; times += 1) feed.socket.send(text);
    expect(await feed.closed).toBe(1008);
    expect(feed.messages).toHaveLength(3);
  });

  it('is closed for bytes that go on, as something it does not support', async () => {
    const feed = await open();
    for (let times = 0; times < 4; times += 1) feed.socket.send(Buffer.from('{"type":"resume"}'));
    expect(await feed.closed).toBe(1003);
  });

  it('forgives what is no message when a message follows', async () => {
    const feed = await open();
    for (let times = 0; times < 4; times += 1) {
      await feed.settled();
      feed.send({ type: 'unsubscribe_incidents' });
    }
    expect(feed.socket.readyState).toBe(feed.socket.OPEN);
    feed.socket.close();
  });

  it('wants the token before anything else', async () => {
    const feed = await feeds.open({ userId: 'ada' });
    feed.send({ type: 'subscribe_incidents' });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'UNAUTHENTICATED' });
    feed.send({ type: 'authenticate', token: feeds.tokenFor() });
    feed.send({ type: 'subscribe_incidents' });
    await feed.settled();
    feeds.tell({ incidentsChanged: true });
    expect(await feed.next(isOf('incident_update'))).toMatchObject({ process_id: 'p' });
    feed.socket.close();
  });

  it('says once that there are too many messages, and is closed when they go on', async () => {
    const feed = await open();
    for (let times = 0; times < 2000; times += 1) feed.send({ type: 'unsubscribe_incidents' });
    expect(await feed.closed).toBe(1008);
    expect(feed.messages).toMatchObject([{ type: 'error', code: 'LIMIT_EXCEEDED' }]);
  });

  it('takes a bounded number of subscriptions; one that ends makes room', async () => {
    const feed = await open();
    for (const id of ['1', '2', '3', '4', '5', '5', '6'])
      feed.send({ type: 'subscribe_process', process_id: id });
    expect(await feed.next(isOf('error'))).toMatchObject({ code: 'LIMIT_EXCEEDED' });
    feed.send({ type: 'unsubscribe_process', process_id: '1' });
    feed.send({ type: 'subscribe_process', process_id: '7' });
    await feed.settled();
    expect(feed.messages).toHaveLength(2);
    feed.socket.close();
  });

  it('is refused to a user with too many, until one is closed', async () => {
    const feed = await open();
    await (await open()).settled();
    expect(await (await open()).closed).toBe(1008);
    await (await open('bob')).settled();
    feed.socket.close();
    await feed.closed;
    expect(await letIn(open)).toBe('let in');
  });

  it('is given up when its client is gone without a word', async () => {
    const feed = await open();
    await feed.settled();
    feed.socket.pause();
    feeds.tell({ tasksChanged: true });
    const other = await open();
    await other.settled();
    // Its seat is free once it is given up.
    expect(await letIn(open)).toBe('let in');
    feed.socket.terminate();
    other.socket.close();
  });
});

describe('the token of a feed', () => {
  it('is looked at again, and the feed closed once it is refused', async () => {
    const token = feeds.tokenFor();
    const feed = await feeds.open({ userId: 'ada', token });
    await feed.settled();
    feeds.change(token, null);
    expect(await feed.closed).toBe(4401);
  });

  it('decides what is told now, not what was asked for before', async () => {
    const token = feeds.tokenFor();
    const feed = await feeds.open({ userId: 'ada', token });
    feed.send({ type: 'subscribe_incidents' });
    await feed.settled();
    feeds.change(token, { roles: [], permissions: ['task_read'] });
    const told = await eventually(
      async () => {
        feed.messages.length = 0;
        feeds.tell({ incidentsChanged: true, tasksChanged: true });
        await eventually(() => Promise.resolve(feed.messages.some(isOf('task_update'))), Boolean);
        return feed.messages.map(({ type }) => type);
      },
      (types) => !types.includes('incident_update'),
    );
    expect(told).toEqual(['task_update']);
    feed.socket.close();
  });

  it('may be replaced by another of the same user, which lets the feed live on', async () => {
    const [first, second] = [feeds.tokenFor(), feeds.tokenFor()];
    const feed = await feeds.open({ userId: 'ada', token: first });
    feed.send({ type: 'authenticate', token: second });
    await feed.settled();
    feeds.change(first, null);
    const before = feeds.timesAsked(second);
    await eventually(
      () => Promise.resolve(feeds.timesAsked(second)),
      (times) => times > before + 1,
    );
    await feed.settled();
    expect(feed.socket.readyState).toBe(feed.socket.OPEN);
    feed.socket.close();
  });

  it.each([{ userId: 'bob' }, { tenantId: 'globex' }])(
    'may not become that of somebody else: %o',
    async (other) => {
      const feed = await open();
      feed.send({ type: 'authenticate', token: feeds.tokenFor(other) });
      expect(await feed.closed).toBe(4403);
    },
  );

  it('may not be replaced by one that is refused', async () => {
    const feed = await open();
    feed.send({ type: 'authenticate', token: 'expired' });
    expect(await feed.closed).toBe(4401);
  });

  it('that nobody can vouch for any more for long ends the feed, to come again', async () => {
    const feed = await open();
    await feed.settled();
    feeds.becomeUnsure();
    expect(await feed.closed).toBe(1013);
  });
});

describe('a feed where nothing happens', () => {
  it('is told how far it is now and then, once it has asked to resume', async () => {
    const feed = await open();
    const silent = await open();
    feed.send({ type: 'resume' });
    await feed.next(isOf('resumed'));
    const position = feeds.tell({ tenantId: 'globex' });
    expect(await feed.next(isOf('position'))).toEqual({ type: 'position', position });
    await silent.settled();
    expect(silent.messages.map(({ type }) => type)).toEqual(['error']);
    for (const { socket } of [feed, silent]) socket.close();
  });
});

describe('a feed whose client does not read', () => {
  const megabytes = 20;

  /** Tells two feeds of 20 MB in large messages; one of them is not read. */
  async function tellTooMuch(limits: Parameters<typeof startFeeds>[0]) {
    const feeding = await startFeeds(limits);
    onTestFinished(() => feeding.stop());
    const openFor = (userId: string) => feeding.open({ userId, token: feeding.tokenFor({ userId }) });
    const [slow, reading] = [await openFor('slow'), await openFor('reading')];
    for (const feed of [slow, reading]) await feed.settled();
    slow.socket.pause();
    for (let round = 0; round < megabytes; round += 1) {
      feeding.tell({ processId: 'x'.repeat(1_000_000), tasksChanged: true });
      await reading.next(isOf('task_update'));
    }
    return { slow, openFor };
  }

  it('is closed before all is gathered for it, and told why', async () => {
    const { slow } = await tellTooMuch({ farewellMs: 60_000 });
    slow.socket.resume();
    expect(await slow.closed).toBe(1013);
    expect(slow.messages.length).toBeLessThan(megabytes);
  });

  it('is cut off when that is not read either, and what was for it is let go', async () => {
    const { slow, openFor } = await tellTooMuch({ farewellMs: 50, sockets: 1 });
    expect(await letIn(() => openFor('slow'))).toBe('let in');
    slow.socket.terminate();
  });
});
