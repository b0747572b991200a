/** A token that does not prove who its bearer is. `reason` is for the log, `message` for the bearer. */
export class TokenError extends Error {
  readonly reason: string;

  constructor(message: 'Token expired' | 'Invalid token', reason: string) {
    super(message);
    this.name = 'TokenError';
    this.reason = reason;
  }
}
