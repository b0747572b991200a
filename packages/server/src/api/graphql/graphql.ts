import type { GraphQLSchema } from 'graphql';
import type { Refusal } from '../../access/refusal.ts';
import type { UseCase } from '../../use-case.ts';
import { limits } from '../limits.ts';
import { boundedDatabase } from './bounded-database.ts';
import type { GraphqlContext } from './context.ts';
import { createDocuments } from './documents.ts';
import type { TranslateError } from './errors.ts';
import { createLoaders } from './loaders.ts';
import { type GraphqlRequest, type Operation, operationOf } from './operation.ts';
import { createSchema } from './schema.ts';
import { createUpdates, type OnCommitted } from './updates.ts';

/** What the route and the sockets of `/graphql` share. */
export interface Graphql {
  readonly schema: GraphQLSchema;
  readonly translateError: TranslateError;
  /** The operation a request asks for. Throws `InvalidRequest` or `Refusal` for one that must not be carried out. */
  prepare(request: GraphqlRequest): Operation;
  /** For one request alone: it remembers what was read. */
  contextFor(useCase: UseCase): GraphqlContext;
}

export function createGraphql(settings: {
  readonly introspection: boolean;
  readonly translateError: TranslateError;
  readonly onCommitted: OnCommitted;
}): Graphql {
  const schema = createSchema();
  const readDocument = createDocuments(schema, settings);
  const updates = createUpdates(settings.onCommitted);
  return {
    schema,
    translateError: settings.translateError,
    prepare: (request) => operationOf(schema, readDocument, request),
    contextFor(caller) {
      const over: { refusal: Refusal | null } = { refusal: null };
      const database = boundedDatabase(caller.database, limits.graphql.transactionsAtOnce, over);
      const useCase = { ...caller, database };
      return { useCase, updates, over, replayed: false, loaders: createLoaders(useCase) };
    },
  };
}
