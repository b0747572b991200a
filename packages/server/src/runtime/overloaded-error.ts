/** Refused before acceptance: nothing happened, the caller may try again after a pause. */
export class OverloadedError extends Error {
  readonly retryAfterSeconds = 1;

  constructor(waiting: number) {
    super(`Expected fewer commands waiting, but ${waiting} are`);
    this.name = 'OverloadedError';
  }
}
