import { complexityFromQuery } from '@pothos/plugin-complexity';
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { limitExceeded } from '../../access/refusal.ts';
import { limits } from '../limits.ts';
import type { ReadDocument } from './documents.ts';
import { InvalidRequest } from './invalid-request.ts';

/** What a client sends. */
export interface GraphqlRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** An operation that may be carried out. */
export interface Operation {
  readonly document: DocumentNode;
  readonly definition: OperationDefinitionNode;
  readonly operationName: string | null;
  /** Each of which is as much as a request of its own. */
  readonly rootFields: number;
  readonly variables: Record<string, unknown>;
}

/**
 * The operation a request asks for, with variables that fit it and within the limits. Throws `InvalidRequest`, or
 * `Refusal` when a limit is exceeded.
 */
export function operationOf(
  schema: GraphQLSchema,
  readDocument: ReadDocument,
  { query, operationName = null, variables }: GraphqlRequest,
): Operation {
  const document = readDocument(query);
  const definition = getOperationAST(document, operationName);
  if (definition === null || definition === undefined) {
    const message =
      operationName === null
        ? 'Expected one operation in the document, or operationName to name one'
        : 'Expected operationName to name an operation of the document, but found none of that name';
    throw new InvalidRequest('VALIDATION_FAILED', [new GraphQLError(message)]);
  }
  const inputs = { ...variables };
  const { errors } = getVariableValues(schema, definition.variableDefinitions ?? [], inputs, {
    maxErrors: limits.graphql.errorsPerDocument,
    hideSuggestions: true,
  });
  if (errors !== undefined) throw new InvalidRequest('VALIDATION_FAILED', errors);
  refuseCostly(schema, document, definition, inputs);
  const rootFields = countFields(definition.selectionSet, document, new Set());
  return { document, definition, operationName, rootFields, variables: inputs };
}

function countFields({ selections }: SelectionSetNode, document: DocumentNode, seen: Set<string>): number {
  let count = 0;
  for (const selection of selections) {
    switch (selection.kind) {
      case Kind.FIELD:
        count += 1;
        break;
      case Kind.INLINE_FRAGMENT:
        count += countFields(selection.selectionSet, document, seen);
        break;
      case Kind.FRAGMENT_SPREAD:
        count += countSpread(selection.name.value, document, seen);
        break;
    }
  }
  return count;
}

/** A fragment that is used again adds nothing. */
function countSpread(name: string, document: DocumentNode, seen: Set<string>): number {
  if (seen.has(name)) return 0;
  seen.add(name);
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name) {
      return countFields(definition.selectionSet, document, seen);
    }
  }
  return 0;
}

/** Fragments are counted as often as they are used, and the fields of a list as often as it may have items. */
function refuseCostly(
  schema: GraphQLSchema,
  document: DocumentNode,
  definition: OperationDefinitionNode,
  variables: Record<string, unknown>,
): void {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION);
  const asked: DocumentNode = { kind: Kind.DOCUMENT, definitions: [definition, ...fragments] };
  const { depth, complexity } = costOf(asked, schema, variables);
  const { depth: mostDepth, cost: mostCost } = limits.graphql;
  if (depth > mostDepth) {
    const message = `Expected fields nested at most ${mostDepth} deep, but found ${depth}`;
    throw limitExceeded(message, mostDepth, depth);
  }
  if (complexity > mostCost) {
    const message = `Expected an operation that costs at most ${mostCost}, but found ${complexity}; ask for fewer items or fields`;
    throw limitExceeded(message, mostCost, complexity);
  }
}

function costOf(
  document: DocumentNode,
  schema: GraphQLSchema,
  variables: Record<string, unknown>,
): ReturnType<typeof complexityFromQuery> {
  try {
    return complexityFromQuery(document, { schema, variables });
  } catch (error) {
    // The cost of a list depends on its arguments, which variables may make invalid: null, where there must be a value.
    if (error instanceof GraphQLError) throw new InvalidRequest('VALIDATION_FAILED', [error]);
    throw error;
  }
}
