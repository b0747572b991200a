import { feedCloseCodes } from '@wbpm/contract';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import type { Authentication } from '../../access/authenticate.ts';
import { Refusal } from '../../access/refusal.ts';
import type { App } from '../app.ts';
import { createAllowance } from '../feed/allowance.ts';
import { boundSocket } from '../feed/bounded-socket.ts';
import { isAllowedOrigin } from '../feed/origin.ts';
import { type Rounds, startRounds } from '../feed/rounds.ts';
import { createSeats } from '../feed/seats.ts';
import { limits } from '../limits.ts';
import type { Api } from '../rest/call.ts';
import type { SessionCookie } from '../session-cookie.ts';
import type { Graphql } from './graphql.ts';
import { admit, type Connection, createProtocol, type ProtocolDependencies } from './socket-protocol.ts';

export interface SocketDependencies {
  readonly api: Pick<Api, 'database' | 'runtime' | 'log'>;
  readonly authentication: Pick<Authentication, 'fromToken' | 'verifyAgain'>;
  readonly corsOrigins: readonly string[];
  /** What a browser that is logged in comes with; its origin is looked at before. */
  readonly cookie: Pick<SessionCookie, 'of'>;
}

/** `/graphql` as a WebSocket: subscriptions over graphql-transport-ws, with the token in `connection_init`. */
export function registerGraphqlSocket(
  app: App,
  graphql: Graphql,
  { api: { database, runtime, log }, authentication, corsOrigins, cookie }: SocketDependencies,
): void {
  const rounds = startRounds(limits.webSocket);
  app.addHook('onClose', (_app, done) => {
    rounds.stop();
    done();
  });
  const dependencies: ProtocolDependencies = {
    authentication,
    seats: createSeats(limits.webSocket.sockets),
    limits: limits.webSocket,
    useCaseOf: (principal) => ({ database, runtime, principal }),
    onDefect: (error) => log.error({ err: error }, 'A subscription failed'),
  };
  const protocol = createProtocol(graphql, dependencies);
  app.route({
    method: 'GET',
    url: '/graphql',
    schema: { hide: true },
    handler() {
      const message = 'Expected POST, or a WebSocket for subscriptions, but found GET';
      throw new Refusal('METHOD_NOT_ALLOWED', message, { headers: { allow: 'POST' } });
    },
    wsHandler(socket, request) {
      const { origin, host } = request.headers;
      if (!isAllowedOrigin(origin, host, corsOrigins)) {
        socket.close(feedCloseCodes.forbidden, 'Origin not allowed');
        return;
      }
      const caller = { requestId: request.id, token: cookie.of(request.headers.cookie) };
      serve(socket, caller, protocol, rounds, dependencies);
    },
  });
}

function serve(
  socket: WebSocket,
  caller: Pick<Connection, 'requestId' | 'token'>,
  protocol: Server<Connection>,
  rounds: Rounds,
  dependencies: ProtocolDependencies,
): void {
  const { messagesPerSecond } = limits.webSocket;
  const verdictOf = createAllowance(limits.webSocket);
  const { close, isOpen, ping, send } = boundSocket(socket, limits.webSocket);

  function fail(error: unknown): void {
    dependencies.onDefect(error);
    close(feedCloseCodes.failed, 'Something went wrong here');
  }

  const connection: Connection = {
    ...caller,
    principal: null,
    leaveSeat() {},
    isOpen,
    close,
  };
  const leaveRounds = rounds.attend({
    ping,
    async verify() {
      if (connection.principal !== null) await admit(connection, dependencies).catch(fail);
    },
  });
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => new Promise((resolve) => send(text, resolve)),
      close: (code = feedCloseCodes.failed, reason = '') => close(code, reason),
      onMessage(take) {
        socket.on('message', (data, isBinary) => {
          if (isBinary || !Buffer.isBuffer(data)) close(feedCloseCodes.unsupported, 'Expected text');
          else if (verdictOf() === 'allowed') take(data.toString()).catch(fail);
          else close(feedCloseCodes.policy, `Expected at most ${messagesPerSecond} messages a second`);
        });
      },
    },
    connection,
  );
  socket.on('close', (code, reason) => {
    leaveRounds();
    connection.leaveSeat();
    closed(code, reason.toString()).catch(fail);
  });
}
