import { randomUUID } from 'node:crypto';
import {
  type CommitNotices,
  manyText,
  noticesTexts,
  parseNotices,
  type ToldChange,
} from './commit-notice.ts';
import { redisConnection } from './redis-connection.ts';

/** Notices of commits over Redis. They may be lost: who hears of a gap looks at everything anew. */
export interface RedisNotices {
  /** Tells this node at once, and the others over Redis. */
  announce(change: ToldChange): void;
  /** Tells all nodes what this one heard over the database; they know by its position what they hear twice. */
  passOn(text: string): void;
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

export interface HearingOverRedis {
  readonly url: string;
  /** What this node has committed itself: at once, whatever becomes of Redis. */
  readonly onOwn: (notices: CommitNotices) => void;
  /** What all nodes hear, in the order in which all hear it; `own`: this node was told of it before. */
  readonly onHeard: (notices: CommitNotices, own: boolean) => void;
  /** Others may have told something that was not heard. */
  readonly onGap: () => void;
  readonly onError: (error: unknown) => void;
}

export async function openRedisNotices({
  url,
  onOwn,
  onHeard,
  onGap,
  onError,
}: HearingOverRedis): Promise<RedisNotices> {
  const origin = randomUUID();
  const [sending, hearing] = await Promise.all([
    redisConnection(url, onError),
    redisConnection(url, onError),
  ]);
  let gathered: ToldChange[] = [];
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
    send(manyText(null));
  }

  function flush(): void {
    const changes = gathered;
    gathered = [];
    for (const text of noticesTexts(changes)) {
      onOwn(parseNotices(text));
      send(text);
    }
  }

  hearing.on('message', (_channel: string, message: string) => {
    const [from, text] = JSON.parse(message) as [string, string];
    onHeard(parseNotices(text), from === origin);
  });
  hearing.on('ready', () => {
    // Whatever was told meanwhile was told to nobody.
    hearing.subscribe(channel).then(onGap, () => hearing.disconnect(true));
  });
  sending.on('ready', payDebt);
  const look = setInterval(() => {
    if (!isConnected()) onGap();
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
    passOn: send,
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
