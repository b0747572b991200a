import { type GraphQLField, getNamedType, isLeafType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { oneTask } from '../../testing/definitions.ts';
import { startTestServer, type TestServer, testStores } from '../../testing/test-server.ts';
import { type Ask, asking, codesOf } from './graphql-fixture.ts';
import { createSchema } from './schema.ts';

type Field = GraphQLField<unknown, unknown>;

const schema = createSchema();
const fieldsOf = (type: 'getQueryType' | 'getMutationType'): Field[] =>
  Object.values(schema[type]()?.getFields() ?? {});

/** Texts no argument is meant for. */
const hostile = [
  '',
  ' ',
  'a\u0000b',
  '\ud800',
  'x'.repeat(5000),
  '../../etc/passwd',
  "'; DROP TABLE wbpm_tasks; --",
  '00000000-0000-0000-0000-000000000000',
  '{"__proto__": 1}',
  '{"a": 1e999}',
  '[]',
  'null',
];

describe.each(testStores)('every argument on %s', (database) => {
  let server: TestServer;
  let ask: Ask;
  beforeAll(async () => {
    server = await startTestServer({ database });
    await (await server.client()).processes.deploy(oneTask);
    ask = await asking(server);
  });
  afterAll(async () => {
    await server.stop();
    expect(server.errors()).toEqual([]);
  });

  it.each([
    ['query', fieldsOf('getQueryType')],
    ['mutation', fieldsOf('getMutationType')],
  ] as const)('of a %s takes or refuses any text', async (operation, fields) => {
    expect(fields.length).toBeGreaterThan(10);
    for (const field of fields) {
      for (const text of hostile) {
        const answer = await ask(operationOn(operation, field, JSON.stringify(text)));
        expect([200, 400], `${field.name} ${JSON.stringify(text.slice(0, 40))}`).toContain(answer.status);
        expect(codesOf(answer)).not.toContain('INTERNAL_ERROR');
      }
    }
  });
});

/** The field with the text in all arguments that take one. */
function operationOn(operation: 'query' | 'mutation', { name, args, type }: Field, text: string): string {
  const given = args.flatMap((arg) => {
    const argType = getNamedType(arg.type).name;
    if (argType !== 'String') return [];
    return [`${arg.name}: ${String(arg.type).startsWith('[') ? `[${text}]` : text}`];
  });
  const shown = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
  const passed = given.length === 0 ? '' : `(${given.join(', ')})`;
  return `${operation} { ${name}${passed}${shown} }`;
}
