import type { Announce } from '../store/commit-changes.ts';
import { type CommitNotices, listenCommitted } from '../store/commit-notice.ts';
import type { Database } from '../store/database.ts';
import { openRedisNotices, type RedisNotices } from '../store/redis-notices.ts';
import { createPassedNotices, type PassedNotices } from './passed-notices.ts';
import type { Runtime } from './runtime.ts';

export interface FanOut {
  /** null: the database carries the notices. */
  readonly redis: Pick<RedisNotices, 'ping'> | null;
  /** For those who come back and ask what they have missed. */
  readonly passed: PassedNotices;
  close(): Promise<void>;
}

/** With Redis nothing is announced in the transaction, where announcing makes commits wait for each other. */
export const afterTheCommit: Announce = () => Promise.resolve();

/**
 * Tells the commits of all nodes to this one: over Redis when there is one, else over the database. Definitions
 * always come over the database, which tells of their change with it.
 */
export async function openFanOut(settings: {
  readonly database: Database;
  readonly runtime: Pick<Runtime, 'onCommitted'>;
  readonly redisUrl: string | null;
  readonly onNotices: (notices: CommitNotices) => void;
  readonly onError: (error: unknown) => void;
}): Promise<FanOut> {
  const { database, runtime, redisUrl, onNotices, onError } = settings;
  const passed = createPassedNotices();
  function hear(notices: CommitNotices): void {
    passed.remember(notices);
    onNotices(notices);
  }
  function onGap(): void {
    passed.forget();
    onNotices({ kind: 'many', position: passed.head, tenants: null });
  }
  if (redisUrl === null) {
    return { redis: null, passed, close: await listenCommitted(database, hear, onGap) };
  }
  const redis = await openRedisNotices({
    url: redisUrl,
    onOwn: onNotices,
    onHeard(notices, own) {
      // What was told at once is only remembered now, where it stands among that of the other nodes.
      if (own && notices.kind === 'few') passed.remember(notices);
      else hear(notices);
    },
    onGap,
    onError,
  });
  const stop = runtime.onCommitted((change) => redis.announce(change));
  const stopListening = await listenCommitted(
    database,
    (notices, text) => {
      onNotices(notices);
      redis.passOn(text);
    },
    onGap,
  );
  return {
    redis,
    passed,
    async close() {
      stop();
      await stopListening();
      await redis.close();
    },
  };
}
