import { jsonLimits } from '@wbpm/contract';

const kib = 1024;

/** What a client may send, in one place. Requests beyond these are refused before any work is done. */
export const limits = {
  bodyBytes: 4 * kib * kib,
  headerBytes: 16 * kib,
  /** Headers must be complete by then; a connection that drips them is closed. */
  headersMs: 20_000,
  /** The request must be complete by then, body included. */
  requestMs: 60_000,
  keepAliveMs: 72_000,
  /** One part of a path, such as an id. */
  pathPartLength: 300,
  /** One level more than the variables may have, for the body that holds them. */
  jsonDepth: jsonLimits.depth + 1,
  webSocketFrameBytes: 64 * kib,
  requestIdLength: 128,
  idempotencyKeyLength: 255,
} as const;
