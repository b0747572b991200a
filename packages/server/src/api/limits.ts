import { jsonLimits } from '@wbpm/contract';

const kib = 1024;

/**
 * What a client may send, in one place. Requests beyond these are refused before any work is done.
 * docs/limits.md has all limits, those of models and instances included.
 */
export const limits = {
  bodyBytes: 4 * kib * kib,
  headerBytes: 16 * kib,
  headers: 100,
  /** Of all parameters together, as they are sent. */
  queryLength: 8 * kib,
  queryParameters: 100,
  /** Headers must be complete by then; a connection that drips them is closed. */
  headersMs: 20_000,
  /** The request must be complete by then, body included. */
  requestMs: 60_000,
  /** It must be answered by then. */
  handlerMs: 30_000,
  /** The same where a request may wait for something to happen: a job. */
  waitingHandlerMs: 60_000,
  keepAliveMs: 72_000,
  /** One part of a path, such as an id. */
  pathPartLength: 300,
  /** One level more than the variables may have, for the body that holds them. */
  jsonDepth: jsonLimits.depth + 1,
  webSocket: {
    frameBytes: 64 * kib,
    /** Lasting rate, and how many may come at once: after a reconnection all subscriptions do. */
    messagesPerSecond: 50,
    messagesAtOnce: 250,
    /** Unreadable messages in a row. */
    invalidMessages: 10,
    subscriptions: 200,
    /** Of one user, on one node. */
    sockets: 10,
    /** Sent and not yet taken by the client. */
    bufferedBytes: kib * kib,
    /** A token must have come by then. */
    authenticateMs: 10_000,
    /** Each socket is pinged this often; one that has not answered by the next time is given up. */
    pingMs: 30_000,
    /** Each token is looked at anew this often. */
    verifyMs: 60_000,
    /** What was closed is cut off when the client has not said goodbye by then. */
    farewellMs: 2000,
  },
  /** Of one GraphQL request. Whatever exceeds them is refused before anything is carried out. */
  graphql: {
    documentLength: 64 * kib,
    tokens: 1000,
    depth: 10,
    aliases: 15,
    directives: 50,
    /** Each field costs one, and the fields of a list as often as the list may have items. */
    cost: 5000,
    /** Items a list without a limit of its own is taken to have. */
    unboundedItems: 5,
    errorsPerDocument: 20,
    executionMs: 5000,
    transactionsAtOnce: 2,
    subscriptionsPerSocket: 50,
  },
  requestIdLength: 128,
  idempotencyKeyLength: 255,
} as const;
