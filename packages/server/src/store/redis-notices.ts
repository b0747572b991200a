import { randomUUID } from 'node:crypto';
import { type CommitNotices, noticesText, parseNotices } from './commit-notice.ts';
import type { InstanceChange } from './instance-change.ts';
import { redisConnection } from './redis-connection.ts';

/** Notices of commits over Redis. They may be lost: who hears `many` looks at everything anew. */
export interface RedisNotices {
  /** Tells this node at once, and the others over Redis. */
  announce(change: InstanceChange): void;
  /** Notices come and go. */
  readonly connected: boolean;
  /** How long Redis took to answer, in ms; throws when it does not. */
  ping(): Promise<number>;
  close(): Promise<void>;
}

const channel = 'wbpm:commits';
/** While Redis is away nodes do not hear of each other: their pages look for themselves. */
const lookAnewMs = 5000;
/** A slow Redis is told that much happened, instead of what. */
const mostUnderWay = 100;
const pingMs = 5000;
const many: CommitNotices = { kind: 'many' };

export async function openRedisNotices({
  url,
  onNotices,
  onError,
}: {
  readonly url: string;
  readonly onNotices: (notices: CommitNotices) => void;
  readonly onError: (error: unknown) => void;
}): Promise<RedisNotices> {
  const origin = randomUUID();
  const [sending, hearing] = await Promise.all([
    redisConnection(url, onError),
    redisConnection(url, onError),
  ]);
  let gathered: InstanceChange[] = [];
  let underWay = 0;
  /** The others were not told of something. */
  let owesMany = false;
  let closed = false;
  const isConnected = (): boolean => sending.status === 'ready' && hearing.status === 'ready';

  function send(text: string): void {
    if (underWay >= mostUnderWay || sending.status !== 'ready') {
      owesMany = true;
      return;
    }
    underWay += 1;
    sending.publish(channel, JSON.stringify([origin, text])).then(
      () => {
        underWay -= 1;
        payDebt();
      },
      () => {
        underWay -= 1;
        owesMany = true;
        // One that does not answer is left: the next try may find it, or another in its place.
        if (sending.status === 'ready') sending.disconnect(true);
      },
    );
  }

  function payDebt(): void {
    if (!owesMany || underWay > 0 || sending.status !== 'ready') return;
    owesMany = false;
    send(JSON.stringify('many'));
  }

  function flush(): void {
    const changes = gathered;
    gathered = [];
    const text = noticesText(changes);
    onNotices(parseNotices(text));
    send(text);
  }

  hearing.on('message', (_channel: string, message: string) => {
    const [from, text] = JSON.parse(message) as [string, string];
    if (from !== origin) onNotices(parseNotices(text));
  });
  hearing.on('ready', () => {
    // Whatever was told meanwhile was told to nobody.
    hearing.subscribe(channel).then(
      () => onNotices(many),
      () => hearing.disconnect(true),
    );
  });
  sending.on('ready', payDebt);
  const look = setInterval(() => {
    if (!isConnected()) onNotices(many);
  }, lookAnewMs);
  // A connection that went silent is noticed by asking.
  const pings = setInterval(() => {
    for (const connection of [sending, hearing]) {
      if (connection.status !== 'ready') continue;
      connection.ping().catch(() => {
        if (!closed && connection.status === 'ready') connection.disconnect(true);
      });
    }
  }, pingMs);

  return {
    announce(change) {
      if (gathered.length === 0) setImmediate(flush);
      gathered.push(change);
    },
    get connected() {
      return isConnected();
    },
    async ping() {
      const started = performance.now();
      await sending.ping();
      if (hearing.status !== 'ready') throw new Error('Expected a connection that hears, but found none');
      return performance.now() - started;
    },
    async close() {
      closed = true;
      clearInterval(look);
      clearInterval(pings);
      for (const connection of [sending, hearing]) connection.disconnect();
      await Promise.resolve();
    },
  };
}
