import type { Command } from '@wbpm/engine';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandOutcome } from '../../src/runtime/command-outcome.ts';
import type { Database } from '../../src/store/database.ts';
import { readJournal } from '../../src/store/journal.ts';
import { parallel, userTask } from '../../src/testing/definitions.ts';
import { instanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, tester } from '../../src/testing/test-runtime.ts';
import { full, printFigures, seed, since } from './figures.ts';

const schedules = full ? 3000 : 150;
const { tenantId, userId } = tester;

/** What somebody asks of the instance: on which node, and with which of two idempotency keys or without. */
interface Asked {
  readonly node: 0 | 1;
  readonly what: 'left' | 'right' | 'set' | 'suspend' | 'cancel';
  readonly key: 'k1' | 'k2' | null;
}

const asked: fc.Arbitrary<Asked> = fc.record({
  node: fc.constantFrom(0, 1),
  what: fc.constantFrom('left', 'right', 'set', 'suspend', 'cancel'),
  key: fc.constantFrom('k1', 'k2', null),
});

interface Deferring extends Database {
  /** Who decides which transaction goes on next; null: each at once. */
  scheduler: fc.Scheduler | null;
}

/** Every transaction waits to be let in, and its outcome waits to be told. */
function deferring(inner: Database): Deferring {
  const database: Deferring = {
    ...inner,
    scheduler: null,
    async transaction(scope, work) {
      await database.scheduler?.schedule(Promise.resolve(), 'begin');
      const settled = await inner.transaction(scope, work).then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      );
      await database.scheduler?.schedule(Promise.resolve(), 'end');
      if ('error' in settled) throw settled.error;
      return settled.result;
    },
  };
  return database;
}

function commandOf(what: Asked['what'], tasks: { readonly left: string; readonly right: string }): Command {
  switch (what) {
    case 'left':
    case 'right':
      return {
        type: 'completeUserTask',
        elementInstanceId: tasks[what],
        variables: {},
        by: userId,
        override: true,
      };
    case 'set':
      return { type: 'setVariables', variables: { x: 1 } };
    case 'suspend':
      return { type: 'suspendInstance' };
    case 'cancel':
      return { type: 'cancelInstance', reason: null };
  }
}

describe.each(testDatabases)('R-26: commands on one instance on %s in every order', (kind, openFresh) => {
  it('each have their effect once or none, and leave what their journal says', async () => {
    const began = performance.now();
    const database = deferring(await openFresh());
    const nodes = await Promise.all([openTestRuntime(database), openTestRuntime(database)]);
    const [first] = nodes;
    await first.deploy(parallel('both', userTask('left'), userTask('right')));
    let explored = 0;
    let commands = 0;

    async function explore(scheduler: fc.Scheduler, wanted: readonly Asked[]): Promise<void> {
      const instanceId = await first.start('both');
      const [left] = await first.waiting(instanceId, 'left');
      const [right] = await first.waiting(instanceId, 'right');
      const tasks = { left: left?.id ?? '', right: right?.id ?? '' };
      // Both nodes know the instance.
      await nodes[1].state(instanceId);
      database.scheduler = scheduler;
      const outcomes = await scheduler.waitFor(
        Promise.all(
          wanted.map(({ node, what, key }) =>
            nodes[node].execute(instanceId, commandOf(what, tasks), {
              ...(key === null
                ? {}
                : { idempotency: { userId, key: `${instanceId} ${key}`, requestHash: what } }),
            }),
          ),
        ),
      );
      database.scheduler = null;
      explored += 1;
      commands += wanted.length;
      const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
        readJournal(transaction, tenantId, instanceId),
      );
      expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
      expect(unexplained(wanted, outcomes, entries.slice(1))).toEqual([]);
    }

    try {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), fc.array(asked, { minLength: 2, maxLength: 4 }), explore),
        { numRuns: schedules, seed, endOnFailure: true },
      );
    } finally {
      database.scheduler = null;
      await Promise.all(nodes.map((node) => node.runtime.stop()));
      await database.close();
    }
    printFigures('R-26 interleavings', {
      store: kind,
      schedules: explored,
      commands,
      violations: 0,
      total: since(began),
    });
    expect(nodes.flatMap((node) => node.errors)).toEqual([]);
  }, 300_000);
});

/** Effects nobody was told of, answers without an effect, and keys with more than one. */
function unexplained(
  wanted: readonly Asked[],
  outcomes: readonly CommandOutcome[],
  journal: readonly { readonly command: string }[],
): string[] {
  const faults: string[] = [];
  const done = wanted.filter((_asked, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === 'committed' && !outcome.replayed;
  });
  const commandNames = { left: 'completeUserTask', right: 'completeUserTask' } as const;
  const told = done.map(({ what }) =>
    what === 'left' || what === 'right'
      ? commandNames[what]
      : { set: 'setVariables', suspend: 'suspendInstance', cancel: 'cancelInstance' }[what],
  );
  const written = journal.map(({ command }) => command);
  if (JSON.stringify([...told].sort()) !== JSON.stringify([...written].sort()))
    faults.push(`Expected the effects ${told.join()}, but found ${written.join()}`);
  for (const once of ['left', 'right', 'suspend', 'cancel'] as const)
    if (done.filter(({ what }) => what === once).length > 1) faults.push(`${once} happened twice`);
  for (const key of ['k1', 'k2'] as const) {
    if (done.filter((each) => each.key === key).length > 1) faults.push(`${key} had two effects`);
  }
  return faults;
}
