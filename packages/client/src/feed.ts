import {
  type DefinitionUpdate,
  type FeedError,
  type FeedRequest,
  feedCloseCodes,
  type IncidentUpdate,
  type ProcessUpdate,
  type TaskUpdate,
} from '@wbpm/contract';
import { feedMessageOf } from './feed-message.ts';
import { createFeedPosition } from './feed-position.ts';
import { type FeedSocket, type FeedSocketClass, feedUrl, protocolsOf } from './feed-socket.ts';
import { createFeedSubscriptions, type FeedTopic } from './feed-subscriptions.ts';

/**
 * - `connecting`: the first attempt is under way;
 * - `open`: messages arrive;
 * - `reconnecting`: the connection is lost, the next attempt is planned;
 * - `refused`: the server does not accept this user, no further attempt;
 * - `closed`: closed by its owner.
 */
export type FeedStatus = 'connecting' | 'open' | 'reconnecting' | 'refused' | 'closed';

/**
 * What listeners can hear. Updates missed while the connection was lost come as such once it is back; `resync`: some
 * may never come, reload what is shown.
 */
export interface FeedEvents {
  readonly process_update: ProcessUpdate;
  readonly task_update: TaskUpdate;
  readonly incident_update: IncidentUpdate;
  readonly definition_update: DefinitionUpdate;
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
  /** Of a process or an instance. Subscriptions are counted: two need two `unsubscribe`. */
  subscribe(id: string): void;
  unsubscribe(id: string): void;
  /** Of something of the whole tenant; counted too. */
  subscribeTo(topic: FeedTopic): void;
  unsubscribeFrom(topic: FeedTopic): void;
  /** Shows the server the token of now, before the one shown last expires. */
  authenticate(): void;
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
    incident_update: new Set(),
    definition_update: new Set(),
    error: new Set(),
    status: new Set(),
    resync: new Set(),
  };
  const subscriptions = createFeedSubscriptions(send);
  const position = createFeedPosition();
  let status: FeedStatus = 'connecting';
  let socket: FeedSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;
  let token: string | null = null;
  let failures = 0;

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
    token = settings.token();
    const Socket: FeedSocketClass = settings.webSocket ?? WebSocket;
    const opening = new Socket(feedUrl(settings.url, settings.userId), protocolsOf(token));
    socket = opening;
    opening.addEventListener('open', () => {
      subscriptions.sendAll();
      send(position.resume());
      enter('open');
    });
    opening.addEventListener('message', (message) => receive(message.data));
    opening.addEventListener('close', (event) => {
      if (status === 'closed' || socket !== opening) return;
      const isRefused =
        event.code === feedCloseCodes.forbidden ||
        // A token that has expired may have a successor by now.
        (event.code === feedCloseCodes.unauthenticated && settings.token() === token);
      if (isRefused) enter('refused');
      else reconnect();
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
    // A server that closes what it has just opened is not asked again at once, for ever.
    failures = 0;
    if (position.hear(message) === 'missed') emit('resync', null);
    // Types this client does not know fall through: a newer server may send them.
    switch (message.type) {
      case 'process_update':
        emit('process_update', message);
        break;
      case 'task_update':
        emit('task_update', message);
        break;
      case 'incident_update':
        emit('incident_update', message);
        break;
      case 'definition_update':
        emit('definition_update', message);
        break;
      case 'error':
        emit('error', message);
        break;
      case 'resumed':
      case 'resync':
      case 'position':
        break;
    }
  }

  connect();

  return {
    get status() {
      return status;
    },
    subscribe: (id) => subscriptions.add({ of: 'process', id }),
    unsubscribe: (id) => subscriptions.remove({ of: 'process', id }),
    subscribeTo: (topic) => subscriptions.add({ of: topic }),
    unsubscribeFrom: (topic) => subscriptions.remove({ of: topic }),
    authenticate() {
      token = settings.token();
      if (token !== null) send({ type: 'authenticate', token });
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
