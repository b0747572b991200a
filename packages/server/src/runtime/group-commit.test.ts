import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { Database } from '../store/database.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import { oneTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime } from '../testing/test-runtime.ts';
import { GroupCommit } from './group-commit.ts';

describe.skipIf(inject('postgresUrl') === null)('commits in groups', () => {
  let database: Database;
  /** Nothing of it is looked at: the test says when a batch is written. */
  let change: InstanceChange;
  let batches: { readonly size: number; readonly end: () => void }[];
  let commits: GroupCommit;

  const submit = (count: number): Promise<unknown> =>
    Promise.all(Array.from({ length: count }, () => commits.submit({ ...change })));
  const begun = (count: number) => expect.poll(() => batches.map(({ size }) => size)).toHaveLength(count);

  beforeEach(async () => {
    const [, openFresh] = testDatabases[0] ?? [];
    if (openFresh === undefined) throw new Error('Expected a database, but there is none');
    database = await openFresh();
    change = await someChange(database);
    batches = [];
    commits = new GroupCommit(
      database,
      { maxBatch: 100, commitsInFlight: 2 },
      () => undefined,
      async (_transaction, changes) => {
        await new Promise<void>((end) => batches.push({ size: changes.length, end }));
        return new Map(changes.map((each) => [each, { kind: 'committed' }]));
      },
    );
  });
  afterEach(() => database.close());

  it('takes what came together in one transaction, and no more than fit', async () => {
    const all = submit(150);
    await begun(2);
    expect(batches.map(({ size }) => size)).toEqual([100, 50]);
    for (const { end } of batches) end();
    await all;
  });

  it('begins another transaction beside the first when enough changes wait', async () => {
    const first = submit(1);
    await begun(1);
    const more = submit(32);
    await begun(2);
    expect(batches.map(({ size }) => size)).toEqual([1, 32]);
    for (const { end } of batches) end();
    await Promise.all([first, more]);
  });

  it('lets a few wait for the first, and share the next', async () => {
    const first = submit(1);
    await begun(1);
    const few = [submit(1), submit(1), submit(1)];
    batches[0]?.end();
    await begun(2);
    expect(batches.map(({ size }) => size)).toEqual([1, 3]);
    batches[1]?.end();
    await Promise.all([first, ...few]);
  });

  it('does not let them wait for one that is held up', async () => {
    const first = submit(1);
    await begun(1);
    const held = submit(2);
    await begun(2);
    expect(batches.map(({ size }) => size)).toEqual([1, 2]);
    batches[1]?.end();
    await held;
    batches[0]?.end();
    await first;
  });
});

/** Of an instance that starts. */
async function someChange(database: Database): Promise<InstanceChange> {
  const node = await openTestRuntime(database, { background: false });
  await node.deploy(oneTask);
  const committed = new Promise<InstanceChange>((resolve) => void node.runtime.onCommitted(resolve));
  await node.start('one-task', {});
  await node.runtime.stop();
  return committed;
}
