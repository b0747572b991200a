import pg from 'pg';
import { Channels } from './channels.ts';
import { DatabaseUnavailableError } from './database.ts';

export interface PostgresListener {
  /** `onGap`: see `Database.listen`. */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface ListenerPatience {
  /** A connection that only listens does not notice that nobody is there any more: it asks. */
  readonly askEveryMs: number;
  readonly answerWithinMs: number;
}

const usualPatience: ListenerPatience = { askEveryMs: 10_000, answerWithinMs: 5_000 };
const firstRetryMs = 200;
const longestRetryMs = 5_000;

/**
 * One connection outside the pool that only listens, opened with the first listener. When it breaks or
 * falls silent it is opened again and listens to the same channels; what was notified in between is lost, and
 * who listens is told so.
 */
export function openPostgresListener(
  config: pg.ClientConfig,
  { askEveryMs, answerWithinMs }: ListenerPatience = usualPatience,
): PostgresListener {
  const channels = new Channels();
  let connection: Promise<pg.Client> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;
  let wasOpen = false;
  let closed = false;

  /** A connection that owes an answer is broken off by `end`, which would otherwise wait for its goodbye. */
  async function ask(client: pg.Client, sql: string): Promise<void> {
    try {
      await client.query(sql);
    } catch (error) {
      client.end().catch(() => {
        // It is given up already; why is told below.
      });
      throw error;
    }
  }

  function keepAsking(client: pg.Client): void {
    setTimeout(() => {
      ask(client, 'select 1').then(
        () => keepAsking(client),
        // It has ended, and told so.
        () => undefined,
      );
    }, askEveryMs).unref();
  }

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({ ...config, query_timeout: answerWithinMs });
    client.on('error', () => undefined);
    client.on('notification', (message) => channels.deliver(message));
    try {
      await client.connect();
      for (const channel of channels.names()) await ask(client, `listen ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      // It is useless already; why it failed is told below.
      client.end().catch(() => undefined);
      throw new DatabaseUnavailableError(error);
    }
    keepAsking(client);
    client.once('end', reconnect);
    retryMs = firstRetryMs;
    if (wasOpen) channels.tellGap();
    wasOpen = true;
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
    // One that broke or fell silent listens to nothing any more.
    await ask(client, `unlisten ${pg.escapeIdentifier(channel)}`).catch(() => undefined);
  }

  return {
    async listen(channel, onMessage, onGap) {
      channels.add(channel, onMessage, onGap);
      try {
        // Listening twice to a channel is harmless, and covers a connection that was just being opened.
        const client = await connected();
        await ask(client, `listen ${pg.escapeIdentifier(channel)}`);
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
      if (client === undefined) return;
      // Where nobody is there any more, nobody says goodbye either.
      await ask(client, 'select 1').catch(() => undefined);
      await client.end();
    },
  };
}
