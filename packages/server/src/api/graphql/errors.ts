import type { ErrorCode, Finding } from '@wbpm/contract';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { Refusal } from '../../access/refusal.ts';
import { refusalOf } from '../problem.ts';
import { InvalidRequest } from './invalid-request.ts';

/** Turns errors of the layers below into refusals; null for those it does not know. */
export type TranslateError = (error: unknown) => Refusal | null;

/** Errors as the client gets them, and what they were: `null` stands for a defect. */
export interface ShownErrors {
  readonly errors: readonly GraphQLFormattedError[];
  readonly causes: readonly { readonly refusal: Refusal | null; readonly error: unknown }[];
}

/** Errors of a request that was not carried out, or of the fields of one that was. */
export function shownErrors(
  error: unknown,
  { requestId, translateError }: { readonly requestId: string; readonly translateError: TranslateError },
): ShownErrors {
  const code = error instanceof InvalidRequest ? error.code : 'VALIDATION_FAILED';
  const causes = singleErrors(error).map((single) => {
    const cause = causeOf(single);
    return { single, error: cause, refusal: translateError(cause) ?? knownRefusal(cause, code) };
  });
  return {
    causes,
    errors: causes.map(({ single, refusal }) => shown(single, refusal, requestId)),
  };
}

function singleErrors(error: unknown): readonly unknown[] {
  if (error instanceof InvalidRequest) return error.errors;
  return Array.isArray(error) ? error : [error];
}

/** What a resolver threw; an error of GraphQL itself is about what the client sent. */
function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

function knownRefusal(cause: unknown, code: ErrorCode): Refusal | null {
  return cause instanceof GraphQLError ? new Refusal(code, cause.message) : refusalOf(cause);
}

function shown(error: unknown, refusal: Refusal | null, requestId: string): GraphQLFormattedError {
  const place = error instanceof GraphQLError ? placeOf(error) : {};
  if (refusal === null) {
    return {
      message: `Something went wrong here; quote request ${requestId}`,
      ...place,
      extensions: { code: 'INTERNAL_ERROR', request_id: requestId },
    };
  }
  const { code, message, findings, retryAfterSeconds } = refusal;
  return {
    message,
    ...place,
    extensions: {
      code,
      request_id: requestId,
      ...excessOf(findings),
      ...(tellMore(findings, message) ? { findings } : {}),
      ...(retryAfterSeconds === null ? {} : { retry_after_seconds: retryAfterSeconds }),
    },
  };
}

function placeOf({ locations, path }: GraphQLError): Pick<GraphQLFormattedError, 'locations' | 'path'> {
  return { ...(locations === undefined ? {} : { locations }), ...(path === undefined ? {} : { path }) };
}

/** The limit that was exceeded, and by what where that is known. */
function excessOf([first]: readonly Finding[]): Pick<Finding, 'limit' | 'actual'> {
  if (first?.limit === undefined) return {};
  return { limit: first.limit, ...(first.actual === undefined ? {} : { actual: first.actual }) };
}

/** Without findings of its own a refusal is its only finding. */
function tellMore(findings: readonly Finding[], message: string): boolean {
  return findings.length > 1 || findings.some((finding) => finding.message !== message);
}
