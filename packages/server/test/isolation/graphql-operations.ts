import {
  buildClientSchema,
  type GraphQLField,
  type GraphQLOutputType,
  getIntrospectionQuery,
  getNamedType,
  type IntrospectionQuery,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { type Api, dataOf } from '../../src/testing/api.ts';
import type { Operation, Position } from './openapi.ts';

/** So deep go the selections: a list, its items, what those lead to, and the values of that. */
const depth = 4;
/** A document may not cost too much, so that it asks for few items of each list. */
const few = 'limit: 2';

/** Every query and mutation of the schema as an operation, by introspection. Arguments stand at `$name`. */
export async function graphqlOperations(api: Api): Promise<Operation[]> {
  const answer = await api.call('POST', '/api/../graphql', { body: { query: getIntrospectionQuery() } });
  const schema = buildClientSchema(dataOf<IntrospectionQuery>(answer));
  return (['query', 'mutation'] as const).flatMap((kind) => {
    const type = kind === 'query' ? schema.getQueryType() : schema.getMutationType();
    return Object.values(type?.getFields() ?? {}).map((field) => operationOf(kind, field));
  });
}

function operationOf(kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>): Operation {
  const positions = new Map<Position, { readonly required: boolean }>(
    field.args.map((argument) => [`$${argument.name}`, { required: isRequiredArgument(argument) }]),
  );
  const types = new Map(field.args.map(({ name, type }) => [name, String(type)]));
  const selection = selectionOf(field.type, depth);
  return {
    name: `${kind} ${field.name}`,
    method: 'POST',
    path: '/graphql',
    reads: kind === 'query',
    positions,
    document(names) {
      const declared = names.map((name) => `$${name}: ${types.get(name) ?? 'String'}`).join(', ');
      const given = names.map((name) => `${name}: $${name}`);
      if (takesLimit(field)) given.push(few);
      return `${kind} ${inBrackets(declared)} { ${field.name}${inBrackets(given.join(', '))} ${selection} }`;
    },
  };
}

function takesLimit(field: GraphQLField<unknown, unknown>): boolean {
  return field.args.some(({ name }) => name === 'limit');
}

function inBrackets(text: string): string {
  return text === '' ? '' : `(${text})`;
}

/** Everything that can be asked for without an argument; empty for what is no object. */
function selectionOf(type: GraphQLOutputType, left: number): string {
  const named = getNamedType(type);
  if (!isObjectType(named) && !isInterfaceType(named)) return '';
  const fields = Object.values(named.getFields()).flatMap((field) => {
    if (isLeafType(getNamedType(field.type))) return [field.name];
    const inner = left > 1 ? selectionOf(field.type, left - 1) : '';
    return inner === '' ? [] : [`${field.name}${takesLimit(field) ? inBrackets(few) : ''} ${inner}`];
  });
  return fields.length === 0 ? '' : `{ ${fields.join(' ')} }`;
}
