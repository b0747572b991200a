import pg from 'pg';
import { Channels } from './channels.ts';
import { DatabaseUnavailableError } from './database.ts';

export interface PostgresListener {
  listen(channel: string, onMessage: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

const firstRetryMs = 200;
const longestRetryMs = 5_000;

/**
 * One connection outside the pool that only listens, opened with the first listener. When it breaks it
 * is opened again and listens to the same channels; what was notified in between is lost, as the users
 * of notifications expect.
 */
export function openPostgresListener(config: pg.ClientConfig): PostgresListener {
  const channels = new Channels();
  let connection: Promise<pg.Client> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;
  let closed = false;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client(config);
    client.on('error', () => undefined);
    client.on('notification', (message) => channels.deliver(message));
    try {
      await client.connect();
      for (const channel of channels.names()) await client.query(`listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      // It is useless already; why it failed is told below.
      client.end().catch(() => undefined);
      throw new DatabaseUnavailableError(error);
    }
    client.once('end', reconnect);
    retryMs = firstRetryMs;
    return client;
  }

  function connected(): Promise<pg.Client> {
    connection ??= connect().catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  }

  function reconnect() {
    connection = undefined;
    if (closed || channels.names().length === 0) return;
    clearTimeout(retry);
    retry = setTimeout(() => {
      connected().catch(reconnect);
    }, retryMs);
    retryMs = Math.min(retryMs * 2, longestRetryMs);
  }

  async function unlisten(channel: string, onMessage: (payload: string) => void) {
    if (!channels.remove(channel, onMessage) || connection === undefined) return;
    const client = await connection;
    await client.query(`unlisten ${pg.escapeIdentifier(channel)}`);
  }

  return {
    async listen(channel, onMessage) {
      channels.add(channel, onMessage);
      try {
        // Listening twice to a channel is harmless, and covers a connection that was just being opened.
        const client = await connected();
        await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      } catch (error) {
        channels.remove(channel, onMessage);
        throw error instanceof DatabaseUnavailableError ? error : new DatabaseUnavailableError(error);
      }
      return () => unlisten(channel, onMessage);
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      // A connection that failed was reported when it did.
      const client = await connection?.catch(() => undefined);
      await client?.end();
    },
  };
}
