import type { ErrorCode } from '@wbpm/contract';
import type { GraphQLError } from 'graphql';

/** A request that is not carried out: it cannot be read, or does not fit the schema. */
export class InvalidRequest extends Error {
  readonly code: ErrorCode;
  readonly errors: readonly GraphQLError[];

  constructor(code: ErrorCode, errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'Expected a valid request');
    this.name = 'InvalidRequest';
    this.code = code;
    this.errors = errors;
  }
}
