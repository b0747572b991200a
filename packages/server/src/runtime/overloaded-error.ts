/** Refused before acceptance: nothing happened, the caller may try again after a pause. */
export class OverloadedError extends Error {
  readonly retryAfterSeconds = 1;

  constructor(message: string) {
    super(message);
    this.name = 'OverloadedError';
  }
}
