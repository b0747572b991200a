import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listAllInstances } from '../processes/read-instance.ts';
import { oneTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../testing/test-runtime.ts';
import type { Database } from './database.ts';

const instances = {
  first: { amount: 7, customer: 'ACME', due: '2026-03-01T10:00:00Z', paid: true, 'a:b': 1 },
  second: { amount: 70, customer: 'Acme', due: '2026-04-01', paid: false },
  third: { amount: -1.5, customer: 'ACME Ltd', note: '7' },
  fourth: { amount: null, customer: 'Über_100%', due: 'soon' },
} as const;

describe.each(testDatabases)('a search for variables on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  const names = new Map<string, string>();

  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database, { background: false });
    await node.deploy(oneTask);
    for (const [name, variables] of Object.entries(instances)) {
      names.set(await node.start('one-task', variables), name);
    }
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  const found = async (variable: readonly string[], more: object = {}): Promise<(string | undefined)[]> => {
    const { instances: page } = await listAllInstances(node.useCase, { limit: 50, variable, ...more });
    return page.map(({ id }) => names.get(id));
  };

  it.each([
    ['a number that is equal', 'amount:eq:7', ['first']],
    ['a number in another spelling', 'amount:eq:7.0e0', ['first']],
    ['a number that is not equal', 'amount:ne:7', ['third', 'second']],
    ['greater numbers', 'amount:gt:7', ['second']],
    ['numbers from one on', 'amount:ge:7', ['second', 'first']],
    ['smaller numbers', 'amount:lt:7', ['third']],
    ['numbers up to one', 'amount:le:-1.5', ['third']],
    ['a text that is equal, case and all', 'customer:eq:ACME', ['first']],
    ['texts by code point', 'customer:gt:ACME Ltd', ['fourth', 'second']],
    ['texts that begin so', 'customer:like:ACME%', ['third', 'first']],
    ['texts that have it somewhere', 'customer:like:%100%', ['fourth']],
    ['texts with one character of any kind', 'customer:like:A_me', ['second']],
    ['texts with a percent sign', 'customer:like:%\\_100\\%', ['fourth']],
    ['a numeral that is a text', 'note:eq:"7"', ['third']],
    ['no text where a number was meant', 'note:eq:7', []],
    ['a truth value', 'paid:eq:true', ['first']],
    ['times before another', 'due:lt:2026-03-15', ['first']],
    ['times after another, whatever their form', 'due:ge:2026-04-01T02:00:00+02:00', ['second']],
    ['a name with a colon in it', 'a:b:eq:1', ['first']],
    ['a name nobody has', 'none:ne:1', []],
  ])('finds %s', async (_what, condition, expected) => {
    expect(await found([condition])).toEqual(expected);
  });

  it('wants all conditions to hold, and what else is asked', async () => {
    expect(await found(['amount:gt:0', 'customer:like:A%'])).toEqual(['second', 'first']);
    expect(
      await found(['amount:gt:0', 'customer:like:A%'], { process_id: 'one-task', status: 'active' }),
    ).toEqual(['second', 'first']);
    expect(await found(['amount:gt:0'], { status: 'completed' })).toEqual([]);
    expect(await found(['amount:gt:0'], { process_id: 'other' })).toEqual([]);
  });

  it('goes on behind the page before', async () => {
    const query = { limit: 1, variable: ['customer:like:A%'] };
    const first = await listAllInstances(node.useCase, query);
    const second = await listAllInstances(node.useCase, { ...query, cursor: first.next_cursor ?? '' });
    const third = await listAllInstances(node.useCase, { ...query, cursor: second.next_cursor ?? '' });
    const ids = [first, second, third].flatMap((page) => page.instances.map(({ id }) => names.get(id)));
    expect(ids).toEqual(['third', 'second', 'first']);
    expect(third.next_cursor).toBeNull();
  });

  it.each(['amount', 'amount:7', 'amount:is:7', ':eq:7', `amount:eq:${'x'.repeat(256)}`, 'a\u0000:eq:1'])(
    'refuses a condition that is none: %j',
    async (condition) => {
      await expect(found([condition])).rejects.toMatchObject({ code: 'INVALID_QUERY' });
    },
  );
});
