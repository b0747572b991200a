/** Refused before acceptance: nothing happened, the caller may try again after a pause. */
export class OverloadedError extends Error {
  /** By then what waits now is done. */
  readonly retryAfterSeconds: number;
  /** One tenant has more than its share; others are served. */
  readonly ofTenant: boolean;

  constructor(
    message: string,
    { retryAfterSeconds = 1, ofTenant = false }: { retryAfterSeconds?: number; ofTenant?: boolean } = {},
  ) {
    super(message);
    this.name = 'OverloadedError';
    this.retryAfterSeconds = retryAfterSeconds;
    this.ofTenant = ofTenant;
  }
}
