import type { Redis } from 'ioredis';

/** Longer than a Redis at work takes; one that takes longer counts as away. */
const answerMs = 2000;
const firstRetryMs = 200;
const longestRetryMs = 2000;

/** A connection that is opened again for as long as it takes. What cannot be sent now is not kept for later. */
export async function redisConnection(url: string, onError: (error: unknown) => void): Promise<Redis> {
  const { Redis } = await import('ioredis');
  const connection = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    connectTimeout: answerMs,
    commandTimeout: answerMs,
    retryStrategy: (attempt) => Math.min(firstRetryMs * attempt, longestRetryMs),
  });
  let reported = false;
  connection.on('ready', () => {
    reported = false;
  });
  // Each further try fails alike: once is enough for the log.
  connection.on('error', (error) => {
    if (!reported) onError(error);
    reported = true;
  });
  // It goes on trying by itself.
  connection.connect().catch(() => undefined);
  return connection;
}
