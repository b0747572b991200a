import { type FeedMessage, type FeedRequest, feedCloseCodes, feedRequestSchema } from '@wbpm/contract';
import type { FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import type { Authentication } from '../../access/authenticate.ts';
import type { Principal } from '../../access/principal.ts';
import { Refusal } from '../../access/refusal.ts';
import type { CommitNotices } from '../../store/commit-notice.ts';
import type { App } from '../app.ts';
import { isAllowedOrigin } from './origin.ts';
import { Subscriber } from './subscriber.ts';

export interface FeedDependencies {
  readonly authentication: Authentication;
  /** A socket without token is taken at once, as a request without token is in dev mode. */
  readonly anonymous: boolean;
  readonly corsOrigins: readonly string[];
  /** Hears of commits from now on; answers how to stop. */
  readonly onCommitted: (listener: (notices: CommitNotices) => void) => () => void;
}

const firstMessageMs = 10_000;
const pingMs = 30_000;
const maxBufferedBytes = 1024 * 1024;
const bearer = 'bearer.';

/** `/ws/{user_id}`: the live feed of one user, who must be the subject of the token. */
export function registerFeed(app: App, dependencies: FeedDependencies): void {
  app.get('/ws/:user_id', { websocket: true, schema: { hide: true } }, (socket, request) => {
    if (!isAllowedOrigin(request.headers.origin, request.headers.host, dependencies.corsOrigins)) {
      socket.close(feedCloseCodes.forbidden, 'Origin not allowed');
      return;
    }
    serve(socket, request, dependencies);
  });
}

function serve(socket: WebSocket, request: FastifyRequest, dependencies: FeedDependencies): void {
  const { user_id: userId } = request.params as { user_id: string };
  let subscriber: Subscriber | null = null;
  let stopHearing = (): void => {};
  let waiting: NodeJS.Timeout | null = null;
  let alive = true;

  const ping = setInterval(() => {
    if (!alive) socket.terminate();
    alive = false;
    socket.ping();
  }, pingMs);
  socket.on('pong', () => {
    alive = true;
  });

  function send(message: FeedMessage): void {
    // Who does not read is cut off instead of filling our memory; the client reconnects and reloads.
    if (socket.bufferedAmount > maxBufferedBytes) socket.close(feedCloseCodes.tryLater, 'Too slow');
    else socket.send(JSON.stringify(message));
  }

  function open(principal: Principal): void {
    if (principal.userId !== userId) {
      socket.close(feedCloseCodes.forbidden, 'The feed of another user');
      return;
    }
    // Nobody would end what is begun for a socket that closed meanwhile.
    if (socket.readyState !== socket.OPEN) return;
    const opened = new Subscriber(principal, send);
    subscriber = opened;
    stopHearing = dependencies.onCommitted((notices) => opened.hear(notices));
  }

  async function authenticate(token: string | null): Promise<void> {
    if (waiting !== null) clearTimeout(waiting);
    try {
      open(await dependencies.authentication.fromToken(token));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // Whoever cannot be told from others now may come again: a client that is refused does not.
      const { tryLater, unauthenticated } = feedCloseCodes;
      socket.close(error.code === 'UNAVAILABLE' ? tryLater : unauthenticated, error.message.slice(0, 120));
    }
  }

  async function hear(text: string | null): Promise<void> {
    const parsed = text === null ? null : parse(text);
    if (parsed === null) {
      send({ type: 'error', code: 'VALIDATION_FAILED', message: 'Expected a message of the feed' });
    } else if (parsed.type === 'authenticate') {
      if (subscriber === null) await authenticate(parsed.token);
    } else if (subscriber === null) {
      send({ type: 'error', code: 'UNAUTHENTICATED', message: 'Expected an authenticate message first' });
    } else if (parsed.type === 'subscribe_process') {
      subscriber.subscribe(parsed.process_id);
    } else {
      subscriber.unsubscribe(parsed.process_id);
    }
  }

  // One after the other: what a client sends right behind its token waits until the token is verified.
  let last = Promise.resolve();
  function inOrder(work: () => Promise<void>): void {
    last = last.then(work).catch(() => socket.close(feedCloseCodes.failed, 'Something went wrong here'));
  }

  socket.on('message', (data, isBinary) => {
    const text = isBinary || !Buffer.isBuffer(data) ? null : data.toString();
    inOrder(() => hear(text));
  });
  socket.on('close', () => {
    clearInterval(ping);
    if (waiting !== null) clearTimeout(waiting);
    stopHearing();
    subscriber?.close();
  });

  const offered = tokenOf(request.headers['sec-websocket-protocol']);
  if (offered !== null || dependencies.anonymous) inOrder(() => authenticate(offered));
  else {
    waiting = setTimeout(
      () => socket.close(feedCloseCodes.unauthenticated, 'No token in time'),
      firstMessageMs,
    );
  }
}

function tokenOf(protocols: string | undefined): string | null {
  const offered = (protocols ?? '').split(',').map((protocol) => protocol.trim());
  return offered.find((protocol) => protocol.startsWith(bearer))?.slice(bearer.length) ?? null;
}

function parse(text: string): FeedRequest | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Not JSON is as wrong as the wrong JSON; the caller answers both alike.
    return null;
  }
  const result = feedRequestSchema.safeParse(value);
  return result.success ? result.data : null;
}
