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

/** A field of a body that breaks a rule, by its JSON pointer. */
export function invalidField(pointer: string, message: string): Refusal {
  const code = 'VALIDATION_FAILED';
  return new Refusal(code, message, { findings: [{ code, pointer, message }] });
}

/** More than `limit`; `actual` where it was counted to the end. */
export function limitExceeded(message: string, limit: number, actual?: number): Refusal {
  const code = 'LIMIT_EXCEEDED';
  return new Refusal(code, message, {
    findings: [{ code, message, limit, ...(actual === undefined ? {} : { actual }) }],
  });
}
