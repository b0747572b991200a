import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../store/database.ts';
import { openFreshPglite, testDatabases } from '../../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../../testing/test-runtime.ts';
import { limits } from '../limits.ts';
import { carryOutOperation } from './carry-out.ts';
import { createGraphql } from './graphql.ts';

const [[, openFresh] = ['pglite', openFreshPglite] as const] = testDatabases;

let fresh: Database;
let runtime: TestRuntime['runtime'];
beforeAll(async () => {
  fresh = await openFresh();
  ({ runtime } = await openTestRuntime(fresh));
});
afterAll(() => fresh.close());

const graphql = createGraphql({
  introspection: false,
  translateError: () => null,
  onCommitted: () => () => {},
});

/** What becomes of an operation on this database. */
async function ask(query: string, transaction: Database['transaction'], withinMs: number) {
  const context = graphql.contextFor({
    database: { ...fresh, transaction },
    runtime,
    principal: tester,
  });
  const outcome = await carryOutOperation(graphql.schema, graphql.prepare({ query }), context, withinMs);
  return { context, outcome };
}

it.each([
  ['a query', '{ processes { id } tasks { id } process(id: "x") { id } }', 'LIMIT_EXCEEDED'],
  // It may have been done.
  ['a mutation', 'mutation { broadcast_signal(name: "x") { received_by } }', 'OUTCOME_UNKNOWN'],
])('gives up %s whose time is over, and begins nothing more for it', async (_what, query, code) => {
  let asked = 0;
  const silent = (): Promise<never> => {
    asked += 1;
    return new Promise(() => {});
  };
  const { outcome, context } = await ask(query, silent, 20);
  expect(outcome).toMatchObject({ kind: 'over', refusal: { code, findings: [{ limit: 20 }] } });
  const before = asked;
  expect(before).toBeGreaterThan(0);
  expect(before).toBeLessThanOrEqual(limits.graphql.transactionsAtOnce);
  // Refused, or waiting for those that are never answered.
  void context.loaders.instance('x').catch(() => null);
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(asked).toBe(before);
});

it('begins nothing that waited for its turn until its time was over', async () => {
  const gates: (() => void)[] = [];
  const slow: Database['transaction'] = async (scope, work) => {
    await new Promise<void>((go) => gates.push(go));
    return fresh.transaction(scope, work);
  };
  const query = '{ a: processes { id } b: processes { id } c: processes { id } d: processes { id } }';
  const { outcome } = await ask(query, slow, 20);
  expect(outcome.kind).toBe('over');
  const begun = gates.splice(0);
  for (const go of begun) go();
  // What was begun is answered before this is.
  await fresh.transaction({ kind: 'owner' }, (transaction) => transaction.query('select 1'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toHaveLength(limits.graphql.transactionsAtOnce);
  expect(gates).toEqual([]);
});

it('takes few connections for one request, however many fields it has', async () => {
  let underWay = 0;
  let most = 0;
  const counting: Database['transaction'] = async (scope, work) => {
    underWay += 1;
    most = Math.max(most, underWay);
    try {
      return await fresh.transaction(scope, work);
    } finally {
      underWay -= 1;
    }
  };
  const fields = Array.from({ length: 15 }, (_, at) => `a${at}: processes { id }`);
  const { outcome } = await ask(`{ ${fields.join(' ')} }`, counting, 30_000);
  expect(outcome).toMatchObject({ kind: 'done', result: { data: { a0: [], a14: [] } } });
  expect(most).toBe(limits.graphql.transactionsAtOnce);
});
