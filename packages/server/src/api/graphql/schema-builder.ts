import SchemaBuilder from '@pothos/core';
import ComplexityPlugin from '@pothos/plugin-complexity';
import { GraphQLError } from 'graphql';
import { limits } from '../limits.ts';
import type { GraphqlContext } from './context.ts';

interface Shapes {
  Context: GraphqlContext;
  Scalars: { JSON: { Input: unknown; Output: unknown } };
  DefaultFieldNullability: false;
}

export type Types = PothosSchemaTypes.ExtendDefaultTypes<Shapes>;
export type Builder = PothosSchemaTypes.SchemaBuilder<Types>;

/**
 * What the schema is built with. Fields are not null unless they say so. The plugin adds what each field costs;
 * the cost of an operation is looked at before anything is carried out, not by its resolvers.
 */
export function createBuilder(): Builder {
  const builder = new SchemaBuilder<Shapes>({
    plugins: [ComplexityPlugin],
    defaultFieldNullability: false,
    complexity: { disabled: true, defaultListMultiplier: limits.graphql.unboundedItems },
  });
  builder.scalarType('JSON', {
    description: 'Any JSON value. Of answers only: what is sent is a JSON text.',
    serialize: (value) => value,
    parseValue() {
      throw new GraphQLError('Expected a JSON text, but found a value');
    },
  });
  return builder;
}
