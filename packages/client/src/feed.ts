import {
  type FeedError,
  type FeedRequest,
  feedCloseCodes,
  type ProcessUpdate,
  type TaskUpdate,
} from '@wbpm/contract';
import { feedMessageOf } from './feed-message.ts';
import { type FeedSocket, type FeedSocketClass, feedUrl, protocolsOf } from './feed-socket.ts';

/**
 * - `connecting`: the first attempt is under way;
 * - `open`: messages arrive;
 * - `reconnecting`: the connection is lost, the next attempt is planned;
 * - `refused`: the server does not accept this user, no further attempt;
 * - `closed`: closed by its owner.
 */
export type FeedStatus = 'connecting' | 'open' | 'reconnecting' | 'refused' | 'closed';

/** What listeners can hear. `resync`: updates may have been missed, reload what is shown. */
export interface FeedEvents {
  readonly process_update: ProcessUpdate;
  readonly task_update: TaskUpdate;
  readonly error: FeedError;
  readonly status: FeedStatus;
  readonly resync: null;
}

export interface FeedSettings {
  /** Address of the server, `http(s)` or `ws(s)`. */
  readonly url: string;
  readonly token: () => string | null;
  readonly userId: string;
  /** The platform's own without it. */
  readonly webSocket?: FeedSocketClass;
  /** A number from 0 to 1 that spreads reconnections; replaced in tests. */
  readonly random?: () => number;
}

export interface Feed {
  readonly status: FeedStatus;
  /** Processes are counted: two subscriptions need two `unsubscribe`. */
  subscribe(processId: string): void;
  unsubscribe(processId: string): void;
  /** Answers a function that takes the listener away. */
  on<Name extends keyof FeedEvents>(name: Name, listener: (event: FeedEvents[Name]) => void): () => void;
  close(): void;
}

const firstDelayMs = 500;
const maxDelayMs = 30_000;

type Listeners = { readonly [Name in keyof FeedEvents]: Set<(event: FeedEvents[Name]) => void> };

/** Opens the live feed of a user and keeps it open. */
export function createFeed(settings: FeedSettings): Feed {
  const listeners: Listeners = {
    process_update: new Set(),
    task_update: new Set(),
    error: new Set(),
    status: new Set(),
    resync: new Set(),
  };
  const subscriptions = new Map<string, number>();
  let status: FeedStatus = 'connecting';
  let socket: FeedSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let failures = 0;
  let wasOpen = false;

  function emit<Name extends keyof FeedEvents>(name: Name, event: FeedEvents[Name]): void {
    for (const listener of listeners[name]) listener(event);
  }

  function enter(next: FeedStatus): void {
    if (next === status) return;
    status = next;
    emit('status', next);
  }

  function send(request: FeedRequest): void {
    if (socket?.readyState === 1) socket.send(JSON.stringify(request));
  }

  function connect(): void {
    timer = null;
    const Socket: FeedSocketClass = settings.webSocket ?? WebSocket;
    const opening = new Socket(feedUrl(settings.url, settings.userId), protocolsOf(settings.token()));
    socket = opening;
    opening.addEventListener('open', () => {
      failures = 0;
      for (const processId of subscriptions.keys())
        send({ type: 'subscribe_process', process_id: processId });
      enter('open');
      if (wasOpen) emit('resync', null);
      wasOpen = true;
    });
    opening.addEventListener('message', (message) => receive(message.data));
    opening.addEventListener('close', (event) => {
      if (status === 'closed' || socket !== opening) return;
      if (event.code === feedCloseCodes.unauthenticated || event.code === feedCloseCodes.forbidden) {
        enter('refused');
        return;
      }
      reconnect();
    });
  }

  function reconnect(): void {
    const ceiling = Math.min(firstDelayMs * 2 ** failures, maxDelayMs);
    failures += 1;
    timer = setTimeout(connect, ceiling * (0.5 + (settings.random ?? Math.random)() / 2));
    enter('reconnecting');
  }

  function receive(text: unknown): void {
    const message = feedMessageOf(text);
    if (message === null) return;
    // Types this client does not know fall through: a newer server may send them.
    switch (message.type) {
      case 'process_update':
        emit('process_update', message);
        break;
      case 'task_update':
        emit('task_update', message);
        break;
      case 'error':
        emit('error', message);
        break;
    }
  }

  connect();

  return {
    get status() {
      return status;
    },
    subscribe(processId) {
      const count = subscriptions.get(processId) ?? 0;
      subscriptions.set(processId, count + 1);
      if (count === 0) send({ type: 'subscribe_process', process_id: processId });
    },
    unsubscribe(processId) {
      const count = subscriptions.get(processId) ?? 0;
      if (count > 1) {
        subscriptions.set(processId, count - 1);
      } else if (subscriptions.delete(processId)) {
        send({ type: 'unsubscribe_process', process_id: processId });
      }
    },
    on(name, listener) {
      listeners[name].add(listener);
      return () => listeners[name].delete(listener);
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      enter('closed');
      socket?.close(1000);
    },
  };
}
