import { type FeedMessage, feedCloseCodes } from '@wbpm/contract';
import type { WebSocket } from 'ws';
import type { Authentication } from '../../access/authenticate.ts';
import type { Principal } from '../../access/principal.ts';
import type { limits } from '../limits.ts';
import { createAllowance } from './allowance.ts';
import { boundSocket } from './bounded-socket.ts';
import type { FeedHub } from './hub.ts';
import { createPass } from './pass.ts';
import { feedRequestOf } from './requests.ts';
import type { Rounds } from './rounds.ts';
import type { Seats } from './seats.ts';
import { Subscriber } from './subscriber.ts';
import { answerRequest } from './subscriptions.ts';

export type FeedLimits = { readonly [Name in keyof typeof limits.webSocket]: number };

/** What all feeds of a node share. */
export interface FeedServices {
  readonly authentication: Pick<Authentication, 'fromToken' | 'verifyAgain'>;
  readonly hub: FeedHub;
  readonly rounds: Rounds;
  readonly seats: Seats;
  /** The position of what passed last. */
  readonly head: () => string;
  readonly limits: FeedLimits;
}

export interface FeedCaller {
  /** Whose feed it shall be. */
  readonly userId: string;
  /** The token they came with, null when callers without one are taken. Nothing: it is their first message. */
  readonly offered: { readonly token: string | null } | null;
}

/** Serves one socket until it is closed. */
export function serveFeed(socket: WebSocket, caller: FeedCaller, services: FeedServices): void {
  const { hub, limits: allowed } = services;
  const verdictOf = createAllowance(allowed);
  let subscriber: Subscriber | null = null;
  let leaveSeat = (): void => {};
  let overdue: NodeJS.Timeout | undefined;
  let invalid = 0;
  const bounded = boundSocket(socket, allowed);
  const { close, isOpen } = bounded;

  function send(message: FeedMessage): void {
    bounded.send(JSON.stringify(message));
  }

  function fail(code: 'VALIDATION_FAILED' | 'UNAUTHENTICATED' | 'LIMIT_EXCEEDED', message: string): void {
    send({ type: 'error', code, message });
  }

  function open(principal: Principal): void {
    const leave = services.seats.take(principal.tenantId, principal.userId);
    if (leave === null) {
      close(feedCloseCodes.policy, `Expected at most ${allowed.sockets} feeds of one user`);
      return;
    }
    leaveSeat = leave;
    subscriber = new Subscriber(principal, services.head(), send);
    hub.open(subscriber);
  }

  /** A token on an open feed takes the place of the one before. */
  function admit(principal: Principal): void {
    const tenantId = subscriber?.principal.tenantId ?? principal.tenantId;
    if (principal.userId !== caller.userId || principal.tenantId !== tenantId) {
      close(feedCloseCodes.forbidden, 'The feed of another user');
    } else if (isOpen()) {
      // Nobody would end what is begun for a socket that closed meanwhile.
      if (subscriber === null) open(principal);
      else subscriber.principal = principal;
    }
  }

  const pass = createPass({
    authentication: services.authentication,
    admit,
    close,
  });

  async function authenticate(token: string): Promise<void> {
    // It came in time; how long it takes to be verified is not the client's doing.
    if (subscriber === null) clearTimeout(overdue);
    await pass.offer(token);
  }

  async function hear(text: string | null): Promise<void> {
    if (!isOpen()) return;
    const request = text === null ? null : feedRequestOf(text);
    invalid = request === null ? invalid + 1 : 0;
    if (invalid > allowed.invalidMessages) {
      const { unsupported, policy } = feedCloseCodes;
      close(text === null ? unsupported : policy, 'Too many messages that are none of the feed');
    } else if (request === null) fail('VALIDATION_FAILED', 'Expected a message of the feed');
    else if (request.type === 'authenticate') await authenticate(request.token);
    else if (subscriber === null) fail('UNAUTHENTICATED', 'Expected an authenticate message first');
    else answerRequest(request, subscriber, hub, allowed.subscriptions);
  }

  // One after the other: what a client sends right behind its token waits until the token is verified.
  let last = Promise.resolve();
  function inOrder(work: () => Promise<void>): void {
    last = last.then(work).catch(() => close(feedCloseCodes.failed, 'Something went wrong here'));
  }

  function ping(): void {
    if (!bounded.ping() || subscriber === null || !subscriber.resumes) return;
    const before = subscriber.position;
    if (hub.catchUp(subscriber) && subscriber.position !== before) {
      send({ type: 'position', position: subscriber.position });
    }
  }

  const leaveRounds = services.rounds.attend({ ping, verify: () => pass.verify() });
  socket.on('message', (data, isBinary) => {
    if (!isOpen()) return;
    const verdict = verdictOf();
    if (verdict === 'allowed') {
      const text = isBinary || !Buffer.isBuffer(data) ? null : data.toString();
      inOrder(() => hear(text));
    } else if (verdict === 'tooMany') {
      fail('LIMIT_EXCEEDED', `Expected at most ${allowed.messagesPerSecond} messages a second`);
    } else close(feedCloseCodes.policy, 'Too many messages');
  });
  socket.on('close', () => {
    clearTimeout(overdue);
    leaveRounds();
    leaveSeat();
    if (subscriber !== null) hub.close(subscriber);
  });

  const { offered } = caller;
  if (offered !== null) inOrder(() => pass.offer(offered.token));
  else {
    const tooLate = (): void => close(feedCloseCodes.unauthenticated, 'No token in time');
    overdue = setTimeout(tooLate, allowed.authenticateMs);
  }
}
