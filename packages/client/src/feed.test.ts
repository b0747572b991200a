import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFeed, type Feed, type FeedStatus } from './feed.ts';

interface Heard {
  readonly data: unknown;
  readonly code: number;
}

class FakeSocket {
  static readonly opened: FakeSocket[] = [];
  readonly sent: unknown[] = [];
  readonly listeners: [string, (event: Heard) => void][] = [];
  readyState = 0;
  closedWith: number | undefined;

  readonly url: string;
  readonly protocols: readonly string[];

  constructor(url: string, protocols: readonly string[]) {
    this.url = url;
    this.protocols = protocols;
    FakeSocket.opened.push(this);
  }

  addEventListener(type: string, listener: (event: Heard) => void): void {
    this.listeners.push([type, listener]);
  }

  private tell(type: string, event: Partial<Heard>): void {
    for (const [name, listener] of this.listeners) {
      if (name === type) listener({ data: null, code: 0, ...event });
    }
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.closedWith = code;
    this.lose(code ?? 1000);
  }

  accept(): void {
    this.readyState = 1;
    this.tell('open', {});
  }

  lose(code: number): void {
    this.readyState = 3;
    this.tell('close', { code });
  }

  deliver(data: unknown): void {
    this.tell('message', { data });
  }

  say(message: object): void {
    this.deliver(JSON.stringify(message));
  }
}

function latest(): FakeSocket {
  const socket = FakeSocket.opened.at(-1);
  if (socket === undefined) throw new Error('Expected a socket, but none was opened');
  return socket;
}

function open(token: string | null | (() => string) = 'a.b.c'): Feed {
  return createFeed({
    url: 'https://server/',
    token: () => (typeof token === 'function' ? token() : token),
    userId: 'ann lee',
    webSocket: FakeSocket,
    random: () => 1,
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the feed', () => {
  it('opens at the address of the user and carries the token as a subprotocol', () => {
    const feed = open();
    expect(latest().url).toBe('wss://server/ws/ann%20lee');
    expect(latest().protocols).toEqual(['wbpm.v1', 'bearer.a.b.c']);
    expect(feed.status).toBe('connecting');
  });

  it.each([null, 'with space'])('offers no token that cannot travel: %s', (token) => {
    open(token);
    expect(latest().protocols).toEqual(['wbpm.v1']);
  });

  it('passes messages to those who listen, until they stop', () => {
    const feed = open();
    const heard: unknown[] = [];
    const stop = feed.on('process_update', (event) => heard.push(event));
    feed.on('task_update', (event) => heard.push(event));
    feed.on('error', (event) => heard.push(event));
    latest().accept();
    const process = { type: 'process_update', process_id: 'p', data: { a: 1 } };
    const task = { type: 'task_update', process_id: 'p', data: {} };
    const error = { type: 'error', code: 'FORBIDDEN', message: 'no' };
    for (const message of [process, task, error]) latest().deliver(JSON.stringify(message));
    expect(heard).toEqual([process, task, error]);
    stop();
    latest().deliver(JSON.stringify(process));
    expect(heard).toHaveLength(3);
  });

  it.each(['{', '1', 'null', '{"type":"from_the_future"}', new ArrayBuffer(1)])(
    'skips what it cannot read: %s',
    (data) => {
      const feed = open();
      const listener = vi.fn();
      feed.on('process_update', listener);
      feed.on('error', listener);
      latest().deliver(data);
      expect(listener).not.toHaveBeenCalled();
    },
  );

  it('subscribes once it is open, counts subscribers and unsubscribes with the last', () => {
    const feed = open();
    feed.subscribe('early');
    latest().accept();
    feed.subscribe('p');
    feed.subscribe('p');
    feed.unsubscribe('p');
    feed.unsubscribe('p');
    feed.unsubscribe('p');
    expect(latest().sent).toEqual([
      { type: 'subscribe_process', process_id: 'early' },
      { type: 'resume' },
      { type: 'subscribe_process', process_id: 'p' },
      { type: 'unsubscribe_process', process_id: 'p' },
    ]);
  });

  it.each(['incidents', 'definitions'] as const)('subscribes to the %s as to a process', (topic) => {
    const feed = open();
    const heard = vi.fn();
    feed.on('incident_update', heard);
    feed.on('definition_update', heard);
    latest().accept();
    feed.subscribeTo(topic);
    feed.subscribeTo(topic);
    feed.unsubscribeFrom(topic);
    expect(latest().sent.slice(1)).toEqual([{ type: `subscribe_${topic}` }]);
    latest().say({ type: `${topic.slice(0, -1)}_update`, process_id: 'p', data: {}, position: '1' });
    expect(heard).toHaveBeenCalledOnce();
    feed.unsubscribeFrom(topic);
    expect(latest().sent.at(-1)).toEqual({ type: `unsubscribe_${topic}` });
  });

  it('shows the token of now when it is asked to', () => {
    let token = 'first';
    const feed = open(() => token);
    latest().accept();
    token = 'second';
    feed.authenticate();
    expect(latest().sent.at(-1)).toEqual({ type: 'authenticate', token: 'second' });
  });

  it('reconnects with growing pauses and subscribes again', () => {
    const feed = open();
    const statuses: FeedStatus[] = [];
    feed.on('status', (status) => statuses.push(status));
    feed.subscribe('p');
    latest().accept();
    latest().lose(1006);
    vi.advanceTimersByTime(499);
    expect(FakeSocket.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    latest().lose(1006);
    vi.advanceTimersByTime(1000);
    latest().accept();
    expect(FakeSocket.opened).toHaveLength(3);
    expect(latest().sent).toEqual([{ type: 'subscribe_process', process_id: 'p' }, { type: 'resume' }]);
    expect(statuses).toEqual(['open', 'reconnecting', 'open']);
  });

  it('pauses longer and longer for a server that opens and closes at once', () => {
    open();
    for (const pauseMs of [500, 1000, 2000]) {
      latest().accept();
      latest().lose(1008);
      vi.advanceTimersByTime(pauseMs - 1);
      const before = FakeSocket.opened.length;
      vi.advanceTimersByTime(1);
      expect(FakeSocket.opened).toHaveLength(before + 1);
    }
  });

  describe('after a lost connection', () => {
    function reopen(): void {
      latest().lose(1006);
      vi.advanceTimersByTime(30_000);
      latest().accept();
    }
    function openAt(position: string): { readonly feed: Feed; readonly resync: () => number } {
      const feed = open();
      let resyncs = 0;
      feed.on('resync', () => {
        resyncs += 1;
      });
      latest().accept();
      latest().say({ type: 'resumed', position });
      return { feed, resync: () => resyncs };
    }
    const update = (position: string) => ({ type: 'process_update', process_id: 'p', data: {}, position });

    it('goes on where it was, without a resync', () => {
      const { resync } = openAt('1');
      latest().say(update('2'));
      latest().say({ type: 'position', position: '3' });
      reopen();
      expect(latest().sent.at(-1)).toEqual({ type: 'resume', position: '3' });
      latest().say(update('4'));
      latest().say({ type: 'resumed', position: '5' });
      expect(resync()).toBe(0);
      reopen();
      expect(latest().sent.at(-1)).toEqual({ type: 'resume', position: '5' });
    });

    it('takes no position from updates that come before it has resumed', () => {
      openAt('1');
      reopen();
      latest().say(update('9'));
      reopen();
      expect(latest().sent.at(-1)).toEqual({ type: 'resume', position: '1' });
    });

    it('asks for a resync when the server says so, in the middle too', () => {
      const { resync } = openAt('1');
      reopen();
      latest().say({ type: 'resync', position: '7' });
      expect(resync()).toBe(1);
      latest().say({ type: 'resync', position: '8' });
      expect(resync()).toBe(2);
      reopen();
      expect(latest().sent.at(-1)).toEqual({ type: 'resume', position: '8' });
    });

    it('asks for a resync when it never knew where it was', () => {
      const feed = open();
      const resync = vi.fn();
      feed.on('resync', resync);
      latest().accept();
      reopen();
      latest().say({ type: 'resumed', position: '1' });
      expect(resync).toHaveBeenCalledOnce();
    });

    it('asks for a resync of a server that does not know how to resume', () => {
      const feed = open();
      const resync = vi.fn();
      feed.on('resync', resync);
      const unknown = { type: 'error', code: 'VALIDATION_FAILED', message: 'Expected a message of the feed' };
      latest().accept();
      latest().say(unknown);
      expect(resync).not.toHaveBeenCalled();
      reopen();
      latest().say(unknown);
      expect(resync).toHaveBeenCalledOnce();
    });
  });

  it('never pauses longer than half a minute', () => {
    open();
    for (let failures = 0; failures < 20; failures += 1) {
      latest().lose(1006);
      vi.advanceTimersByTime(30_000);
    }
    expect(FakeSocket.opened).toHaveLength(21);
  });

  it.each([4401, 4403])('gives up when the server closes with %i', (code) => {
    const feed = open();
    latest().accept();
    latest().lose(code);
    vi.advanceTimersByTime(60_000);
    expect(feed.status).toBe('refused');
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('comes back with the token that took the place of an expired one', () => {
    let token = 'first';
    open(() => token);
    latest().accept();
    token = 'second';
    latest().lose(4401);
    vi.advanceTimersByTime(60_000);
    expect(latest().protocols).toContain('bearer.second');
    latest().lose(4401);
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  it('stays closed once its owner closes it', () => {
    const feed = open();
    latest().accept();
    feed.close();
    vi.advanceTimersByTime(60_000);
    expect(feed.status).toBe('closed');
    expect(latest().closedWith).toBe(1000);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('can be closed while it waits to reconnect', () => {
    const feed = open();
    latest().lose(1006);
    feed.close();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });
});
