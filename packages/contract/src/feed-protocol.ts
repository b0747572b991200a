/** Subprotocol the server speaks; a second offered one, `bearer.<token>`, carries the token. */
export const feedProtocol = 'wbpm.v1';

/** Reasons a feed is closed: those of RFC 6455 that the server gives, and its own. */
export const feedCloseCodes = {
  /** The server stops: connect again, and another one answers. */
  goingAway: 1001,
  unsupported: 1003,
  invalidText: 1007,
  policy: 1008,
  tooBig: 1009,
  failed: 1011,
  tryLater: 1013,
  unauthenticated: 4401,
  forbidden: 4403,
} as const;
