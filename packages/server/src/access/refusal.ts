import { type ErrorCode, errorCodes, type Finding } from '@wbpm/contract';

/** What a refusal can carry beside its code and message. */
export interface RefusalDetails {
  /** Single findings; without them the refusal itself is the only one. */
  readonly findings?: readonly Finding[];
  readonly retryAfterSeconds?: number;
  /** Further response headers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** A request that is answered with an error of the catalogue. Thrown anywhere below a route. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly findings: readonly Finding[];
  readonly retryAfterSeconds: number | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, details: RefusalDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Refusal';
    this.code = code;
    this.findings = details.findings ?? [{ code, message }];
    this.retryAfterSeconds = details.retryAfterSeconds ?? null;
    this.headers = details.headers ?? {};
  }

  get status(): number {
    return errorCodes[this.code].status;
  }
}
