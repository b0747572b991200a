import type { ErrorCode, Problem } from '@wbpm/contract';

/** `NETWORK_ERROR`: no answer came. `INVALID_ANSWER`: what came was not from this API. */
export type ApiErrorCode = ErrorCode | 'NETWORK_ERROR' | 'INVALID_ANSWER';

interface Failure {
  readonly status: number;
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly problem: Problem | null;
  readonly requestId: string | null;
  readonly retryAfterSeconds?: number | null;
  readonly cause?: unknown;
}

/** A call that did not succeed. `status` is 0 when no answer came. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: ApiErrorCode;
  /** The body of the answer, when it was one of ours. */
  readonly problem: Problem | null;
  readonly requestId: string | null;
  /** When to come again, where the server says so. */
  readonly retryAfterSeconds: number | null;

  constructor(failure: Failure) {
    super(failure.message, { cause: failure.cause });
    this.name = 'ApiError';
    this.status = failure.status;
    this.code = failure.code;
    this.problem = failure.problem;
    this.requestId = failure.requestId;
    this.retryAfterSeconds = failure.retryAfterSeconds ?? null;
  }
}
