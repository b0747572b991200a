import { lexicographicSortSchema, printSchema } from 'graphql';
import { expect, it } from 'vitest';
import { createSchema } from './schema.ts';

it('is the schema of docs/schema.graphql', async () => {
  const text = `${printSchema(lexicographicSortSchema(createSchema()))}\n`;
  await expect(text).toMatchFileSnapshot('../../../../../docs/schema.graphql');
});
