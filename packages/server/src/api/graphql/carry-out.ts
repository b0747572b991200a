import { type ExecutionResult, execute, type GraphQLSchema, OperationTypeNode } from 'graphql';
import { limitExceeded, Refusal } from '../../access/refusal.ts';
import type { GraphqlContext } from './context.ts';
import type { Operation } from './operation.ts';

/** What became of an operation; `refusal` when its time was over before it was done. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: ExecutionResult }
  | { readonly kind: 'over'; readonly refusal: Refusal };

/** Carries out a query or a mutation. What has not begun when its time is over does not begin any more. */
export async function carryOutOperation(
  schema: GraphQLSchema,
  { document, definition, operationName, variables }: Operation,
  contextValue: GraphqlContext,
  withinMs: number,
): Promise<Outcome> {
  let tooLate = (_outcome: Outcome): void => {};
  const late = new Promise<Outcome>((resolve) => {
    tooLate = resolve;
  });
  const timer = setTimeout(() => {
    const refusal =
      definition.operation === OperationTypeNode.MUTATION ? unknownOutcome(withinMs) : takesTooLong(withinMs);
    contextValue.over.refusal = refusal;
    tooLate({ kind: 'over', refusal });
  }, withinMs);
  const done = async (): Promise<Outcome> => {
    const result = await execute({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue,
    });
    return { kind: 'done', result };
  };
  try {
    return await Promise.race([done(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function takesTooLong(withinMs: number): Refusal {
  return limitExceeded(`Expected to have the answer within ${withinMs} ms, but it takes longer`, withinMs);
}

function unknownOutcome(withinMs: number): Refusal {
  const message = `Expected to have done it within ${withinMs} ms, but it takes longer; repeat with the same Idempotency-Key`;
  return new Refusal('OUTCOME_UNKNOWN', message, {
    findings: [{ code: 'OUTCOME_UNKNOWN', message, limit: withinMs }],
    retryAfterSeconds: 5,
  });
}
