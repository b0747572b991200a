import { once } from 'node:events';
import type { FeedMessage } from '@wbpm/contract';
import { WebSocket } from 'ws';

/** A feed as a client of any make has it. */
export interface OpenFeed {
  readonly socket: WebSocket;
  /** All that came, oldest first. */
  readonly messages: FeedMessage[];
  /** The close code, once the feed is closed. */
  readonly closed: Promise<number>;
  send(message: object): void;
  /** Waits for the first message that fits and was not waited for before. */
  next(fits: (message: FeedMessage) => boolean): Promise<FeedMessage>;
  /** Resolves once the server has done all that it was sent before. */
  settled(): Promise<void>;
}

export interface OpenFeedSettings {
  readonly userId: string;
  /** Offered as a subprotocol. */
  readonly token?: string;
  readonly origin?: string;
}

export async function openFeed(serverUrl: string, settings: OpenFeedSettings): Promise<OpenFeed> {
  const { userId, token, origin } = settings;
  const protocols = token === undefined ? ['wbpm.v1'] : ['wbpm.v1', `bearer.${token}`];
  const socket = new WebSocket(`${serverUrl.replace('http', 'ws')}/ws/${userId}`, protocols, {
    ...(origin === undefined ? {} : { origin }),
  });
  const messages: FeedMessage[] = [];
  const looking = new Set<() => void>();
  const taken = new WeakSet<FeedMessage>();
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as FeedMessage);
    for (const look of looking) look();
  });
  const closed = once(socket, 'close').then(([code]) => Number(code));
  await once(socket, 'open');

  const send = (message: object): void => socket.send(JSON.stringify(message));
  function next(fits: (message: FeedMessage) => boolean): Promise<FeedMessage> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = messages.find((message) => !taken.has(message) && fits(message));
        if (found === undefined) return;
        taken.add(found);
        looking.delete(look);
        resolve(found);
      };
      looking.add(look);
      look();
    });
  }

  return {
    socket,
    messages,
    closed,
    send,
    next,
    async settled() {
      const answered = messages.length;
      send({ type: 'no such type' });
      await new Promise<void>((resolve) => {
        const look = (): void => {
          if (!messages.slice(answered).some(isOf('error'))) return;
          looking.delete(look);
          resolve();
        };
        looking.add(look);
      });
    },
  };
}

export function isOf(type: FeedMessage['type']): (message: FeedMessage) => boolean {
  return (message) => message.type === type;
}
