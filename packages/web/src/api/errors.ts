import { ApiError } from '@wbpm/client';
import type { Finding } from '@wbpm/contract';

/** A failure as a page shows it. */
export interface Failure {
  readonly kind:
    | 'unreachable'
    | 'unauthenticated'
    | 'denied'
    | 'missing'
    | 'conflict'
    | 'stale'
    | 'invalid'
    | 'limited'
    | 'other';
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  readonly findings: readonly Finding[];
  /** When to come again, where the server says so. */
  readonly retryAfterSeconds: number | null;
}

/** The one way from whatever was thrown to words for the reader. */
export function failureOf(cause: unknown): Failure {
  if (!(cause instanceof ApiError)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const code = 'PAGE_ERROR';
    return { kind: 'other', code, message, requestId: null, findings: [], retryAfterSeconds: null };
  }
  return {
    kind: kindOf(cause),
    code: cause.code,
    message: cause.status === 0 ? 'The server does not answer. Is it running?' : cause.message,
    requestId: cause.requestId,
    findings: cause.problem?.errors ?? [],
    retryAfterSeconds: cause.retryAfterSeconds,
  };
}

function kindOf({ status }: ApiError): Failure['kind'] {
  if (status === 0) return 'unreachable';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'denied';
  if (status === 404) return 'missing';
  if (status === 409) return 'conflict';
  if (status === 412) return 'stale';
  if (status === 429) return 'limited';
  return status === 422 ? 'invalid' : 'other';
}

/** Objections of the server by variable, from pointers such as `/variables/amount`. */
export function variableFaults(findings: readonly Finding[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    findings.flatMap((finding) => {
      const name = /^\/variables\/([^/]+)/.exec(finding.pointer ?? '')?.[1];
      return name === undefined ? [] : [[name.replace(/~1/g, '/').replace(/~0/g, '~'), finding.message]];
    }),
  );
}

/** Objections of the server by field of the request, from pointers such as `/email` or `/roles/0`. */
export function fieldFaults(findings: readonly Finding[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    findings.flatMap((finding) => {
      const name = /^\/([^/]+)/.exec(finding.pointer ?? '')?.[1];
      return name === undefined ? [] : [[name, finding.message]];
    }),
  );
}

/** What cannot succeed by asking again. */
export function isFinal(cause: unknown): boolean {
  return cause instanceof ApiError && cause.status >= 400 && cause.status < 500;
}
