import type { Announce } from '../store/commit-changes.ts';
import { type CommitNotices, listenCommitted } from '../store/commit-notice.ts';
import type { Database } from '../store/database.ts';
import { openRedisNotices, type RedisNotices } from '../store/redis-notices.ts';
import type { Runtime } from './runtime.ts';

export interface FanOut {
  /** null: the database carries the notices. */
  readonly redis: Pick<RedisNotices, 'ping'> | null;
  close(): Promise<void>;
}

/** With Redis nothing is announced in the transaction, where announcing makes commits wait for each other. */
export const afterTheCommit: Announce = () => Promise.resolve();

/** Tells the commits of all nodes to this one: over Redis when there is one, else over the database. */
export async function openFanOut(settings: {
  readonly database: Database;
  readonly runtime: Pick<Runtime, 'onCommitted'>;
  readonly redisUrl: string | null;
  readonly onNotices: (notices: CommitNotices) => void;
  readonly onError: (error: unknown) => void;
}): Promise<FanOut> {
  const { database, runtime, redisUrl, onNotices, onError } = settings;
  if (redisUrl === null) return { redis: null, close: await listenCommitted(database, onNotices) };
  const redis = await openRedisNotices({ url: redisUrl, onNotices, onError });
  const stop = runtime.onCommitted((change) => redis.announce(change));
  return {
    redis,
    async close() {
      stop();
      await redis.close();
    },
  };
}
