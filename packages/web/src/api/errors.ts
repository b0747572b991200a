import { ApiError } from '@wbpm/client';
import type { Finding } from '@wbpm/contract';

/** A failure as a page shows it. */
export interface Failure {
  readonly kind: 'unreachable' | 'unauthenticated' | 'denied' | 'missing' | 'conflict' | 'invalid' | 'other';
  readonly code: string;
  readonly message: string;
  readonly requestId: string | null;
  readonly findings: readonly Finding[];
}

/** The one way from whatever was thrown to words for the reader. */
export function failureOf(cause: unknown): Failure {
  if (!(cause instanceof ApiError)) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { kind: 'other', code: 'PAGE_ERROR', message, requestId: null, findings: [] };
  }
  return {
    kind: kindOf(cause),
    code: cause.code,
    message: cause.status === 0 ? 'The server does not answer. Is it running?' : cause.message,
    requestId: cause.requestId,
    findings: cause.problem?.errors ?? [],
  };
}

function kindOf({ status }: ApiError): Failure['kind'] {
  if (status === 0) return 'unreachable';
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'denied';
  if (status === 404) return 'missing';
  if (status === 409) return 'conflict';
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

/** What cannot succeed by asking again. */
export function isFinal(cause: unknown): boolean {
  return cause instanceof ApiError && cause.status >= 400 && cause.status < 500;
}
