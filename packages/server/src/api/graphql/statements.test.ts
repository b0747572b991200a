import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../store/database.ts';
import { oneTask } from '../../testing/definitions.ts';
import { testDatabases } from '../../testing/test-databases.ts';
import { openTestRuntime, tester } from '../../testing/test-runtime.ts';
import { carryOutOperation } from './carry-out.ts';
import { createGraphql } from './graphql.ts';

/** The database, and the statements it has got. */
function counting(database: Database): { readonly database: Database; readonly statements: string[] } {
  const statements: string[] = [];
  return {
    statements,
    database: {
      ...database,
      transaction: (scope, work) =>
        database.transaction(scope, (transaction) =>
          work({
            query(sql, parameters) {
              statements.push(sql);
              return transaction.query(sql, parameters);
            },
          }),
        ),
    },
  };
}

const instances = `query ($limit: Int) { instances(limit: $limit) { edges { node {
  process { name versions(limit: 2) { version } instances { active } } variables active_elements { name }
  incidents { code } tasks(limit: 2) { name instance { status } } parent { id } } } } }`;
const tasks = `query ($limit: Int) { tasks(limit: $limit) {
  name variables instance { status active_elements { name } } process { name instances { active } } } }`;
const processes = `query ($limit: Int) { processes(limit: $limit) { name instances { active } versions(limit: 3) { version } } }`;

describe.each(testDatabases)('what a list asks of the database on %s', (_name, openFresh) => {
  let fresh: Database;
  beforeAll(async () => {
    fresh = await openFresh();
    const { deploy, start } = await openTestRuntime(fresh);
    for (let count = 0; count < 50; count += 1) {
      const processId = `process-${count}`;
      await deploy({ ...oneTask, name: processId, process_id: processId });
      await start(processId, { count });
    }
  });
  afterAll(() => fresh.close());

  /** On a node that has just started, which knows no definition. */
  async function ask(query: string, limit: number) {
    const { database, statements } = counting(fresh);
    const { runtime } = await openTestRuntime(database);
    statements.length = 0;
    const graphql = createGraphql({
      introspection: false,
      translateError: () => null,
      onCommitted: () => () => {},
    });
    const operation = graphql.prepare({ query, variables: { limit } });
    const context = graphql.contextFor({ database, runtime, principal: tester });
    const outcome = await carryOutOperation(graphql.schema, operation, context, 30_000);
    return { outcome, statements };
  }

  it.each([
    ['instances', instances],
    ['tasks', tasks],
    ['processes', processes],
  ])('is as much for fifty %s as for five, whatever they show', async (name, query) => {
    const few = await ask(query, 5);
    const many = await ask(query, 50);
    for (const { outcome } of [few, many]) {
      expect(outcome).toMatchObject({ kind: 'done', result: { data: expect.any(Object) } });
      expect(outcome).not.toHaveProperty('result.errors');
    }
    expect(JSON.stringify(many.outcome).match(/process-\d+/g)?.length).toBeGreaterThanOrEqual(50);
    expect(many.statements.filter(isOfLists).sort()).toEqual(few.statements.filter(isOfLists).sort());
    // Who asks for models while others are on their way has to ask once more.
    for (const { statements } of [few, many]) {
      expect(statements.filter((sql) => !isOfLists(sql)).length).toBeLessThanOrEqual(2);
    }
    expect(few.statements.length, name).toBeGreaterThan(3);
  });
});

/** Models are kept once they are known. */
function isOfLists(sql: string): boolean {
  return !sql.includes('d.model_format');
}
