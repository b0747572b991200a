import { feedCloseCodes } from '@wbpm/contract';
import type { Authentication } from '../../access/authenticate.ts';
import type { PassedNotices } from '../../runtime/passed-notices.ts';
import type { CommitNotices } from '../../store/commit-notice.ts';
import type { App } from '../app.ts';
import { limits } from '../limits.ts';
import type { SessionCookie } from '../session-cookie.ts';
import { type FeedLimits, serveFeed } from './connection.ts';
import { createFeedHub } from './hub.ts';
import { isAllowedOrigin } from './origin.ts';
import { startRounds } from './rounds.ts';
import { createSeats } from './seats.ts';

export interface FeedDependencies {
  readonly authentication: Pick<Authentication, 'fromToken' | 'verifyAgain'>;
  /** A socket without token is taken at once, as a request without token is in dev mode. */
  readonly anonymous: boolean;
  readonly corsOrigins: readonly string[];
  /** What a browser that is logged in comes with; its origin is looked at before. */
  readonly cookie: Pick<SessionCookie, 'of'>;
  /** Hears of commits from now on; answers how to stop. */
  readonly onCommitted: (listener: (notices: CommitNotices) => void) => () => void;
  /** What passed before is told to those who come back. */
  readonly passed: PassedNotices;
  /** Others than those of the server. */
  readonly limits?: Partial<FeedLimits>;
}

const bearer = 'bearer.';

/** `/ws/{user_id}`: the live feed of one user, who must be the subject of the token. */
export function registerFeed(app: App, dependencies: FeedDependencies): void {
  const { authentication, anonymous, corsOrigins, passed } = dependencies;
  const allowed: FeedLimits = { ...limits.webSocket, ...dependencies.limits };
  const hub = createFeedHub(passed);
  const rounds = startRounds(allowed);
  const stopHearing = dependencies.onCommitted((notices) => hub.hear(notices));
  app.addHook('onClose', (_app, done) => {
    stopHearing();
    hub.stop();
    rounds.stop();
    done();
  });
  const services = {
    authentication,
    hub,
    rounds,
    seats: createSeats(allowed.sockets),
    head: () => passed.head,
    limits: allowed,
  };
  app.get('/ws/:user_id', { websocket: true, schema: { hide: true } }, (socket, request) => {
    const { origin, host, 'sec-websocket-protocol': protocols } = request.headers;
    if (!isAllowedOrigin(origin, host, corsOrigins)) {
      socket.close(feedCloseCodes.forbidden, 'Origin not allowed');
      return;
    }
    const { user_id: userId } = request.params as { user_id: string };
    const token = tokenOf(protocols) ?? dependencies.cookie.of(request.headers.cookie);
    const offered = token === null && !anonymous ? null : { token };
    serveFeed(socket, { userId, offered }, services);
  });
}

function tokenOf(protocols: string | undefined): string | null {
  const offered = (protocols ?? '').split(',').map((protocol) => protocol.trim());
  return offered.find((protocol) => protocol.startsWith(bearer))?.slice(bearer.length) ?? null;
}
