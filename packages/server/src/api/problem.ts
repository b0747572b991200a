import { type ErrorCode, errorCodes, type Finding, type Problem, problemTypePrefix } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { limits } from './limits.ts';
import { InvalidContent } from './validate.ts';

/** An error on its way to the client. */
export interface ProblemAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Problem;
}

export const problemType = 'application/problem+json; charset=utf-8';

/**
 * What the client may know about an error. Null for a defect: its text could name anything, so the
 * client learns the request id and the log keeps the rest.
 */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof InvalidContent) return error.refusal;
  return frameworkRefusal(error);
}

/** The answer to a refused request, or to a defect when `refusal` is null. */
export function problemAnswer(
  refusal: Refusal | null,
  request: { readonly url: string; readonly id: string },
): ProblemAnswer {
  const shown =
    refusal ?? new Refusal('INTERNAL_ERROR', `Something went wrong here; quote request ${request.id}`);
  const retryAfter = shown.retryAfterSeconds;
  return {
    status: shown.status,
    headers: retryAfter === null ? shown.headers : { ...shown.headers, 'retry-after': String(retryAfter) },
    body: problem(shown, request),
  };
}

function problem(refusal: Refusal, request: { readonly url: string; readonly id: string }): Problem {
  const { code, message } = refusal;
  return {
    type: `${problemTypePrefix}${code}`,
    title: errorCodes[code].title,
    status: refusal.status,
    detail: message,
    instance: pathOf(request.url),
    success: false,
    message,
    data: null,
    errors: [...refusal.findings] satisfies Finding[],
    request_id: request.id,
  };
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return (end < 0 ? url : url.slice(0, end)).slice(0, 2048);
}

interface FrameworkCode {
  readonly code: ErrorCode;
  readonly message: string;
  /** What was exceeded. */
  readonly limit?: number;
  readonly retryAfterSeconds?: number;
}

/** Codes of Fastify whose cause is the request. */
const frameworkCodes: ReadonlyMap<string, FrameworkCode> = new Map<string, FrameworkCode>([
  [
    'FST_ERR_CTP_BODY_TOO_LARGE',
    {
      code: 'BODY_TOO_LARGE',
      message: `Expected a body of at most ${limits.bodyBytes} bytes, but found more`,
      limit: limits.bodyBytes,
    },
  ],
  [
    'FST_ERR_CTP_INVALID_MEDIA_TYPE',
    {
      code: 'UNSUPPORTED_MEDIA_TYPE',
      message: 'Expected Content-Type application/json, but found another or none',
    },
  ],
  [
    'FST_ERR_CTP_INVALID_CONTENT_LENGTH',
    {
      code: 'MALFORMED_REQUEST',
      message: 'Expected as many bytes as Content-Length says, but found another number',
    },
  ],
  [
    'FST_ERR_BAD_URL',
    { code: 'MALFORMED_REQUEST', message: 'Expected a valid address, but found a broken escape' },
  ],
  [
    'FST_ERR_MAX_PARAM_LENGTH',
    {
      code: 'URI_TOO_LONG',
      message: `Expected parts of the address of at most ${limits.pathPartLength} characters, but found a longer one`,
      limit: limits.pathPartLength,
    },
  ],
]);

/** Errors of plugins that carry a status of their own. */
const codeByStatus: ReadonlyMap<number, ErrorCode> = new Map([
  [400, 'MALFORMED_REQUEST'],
  [401, 'UNAUTHENTICATED'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [413, 'BODY_TOO_LARGE'],
  [415, 'UNSUPPORTED_MEDIA_TYPE'],
  [429, 'RATE_LIMITED'],
  [503, 'UNAVAILABLE'],
]);

function frameworkRefusal(error: unknown): Refusal | null {
  if (!(error instanceof Error)) return null;
  const known =
    'code' in error && typeof error.code === 'string' ? frameworkCodes.get(error.code) : undefined;
  if (known !== undefined) {
    const { code, message, limit, ...details } = known;
    const findings = [{ code, message, ...(limit !== undefined && { limit }) }];
    return new Refusal(code, message, { ...details, findings, cause: error });
  }
  const status = 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  const code = codeByStatus.get(status);
  if (code === undefined) return null;
  // A busy server asks to come back; only then does a client repeat the call by itself.
  const details = code === 'UNAVAILABLE' || code === 'RATE_LIMITED' ? { retryAfterSeconds: 1 } : {};
  return new Refusal(code, errorCodes[code].description, { ...details, cause: error });
}
