import { describe, expect, it } from 'vitest';
import { deployProcess } from '../../src/processes/deploy-process.ts';
import type { CommandOutcome } from '../../src/runtime/command-outcome.ts';
import { OverloadedError } from '../../src/runtime/overloaded-error.ts';
import { readJournal } from '../../src/store/journal.ts';
import { bpmn } from '../../src/testing/bpmn.ts';
import { instanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, tester } from '../../src/testing/test-runtime.ts';
import { percentiles, printFigures, seed, seededRandom } from './figures.ts';

const branches = 1000;
const clientCount = 200;
const { tenantId } = tester;
/** Whether everybody gets their turn, not how fast this machine is. */
const limits = { waitTargetMs: 60_000 };

const crowded = bpmn({
  id: 'crowded',
  nodes: `<startEvent id="start" />
    <userTask id="sign" name="sign"><multiInstanceLoopCharacteristics>
      <loopCardinality>${branches}</loopCardinality>
    </multiInstanceLoopCharacteristics></userTask>
    <endEvent id="end" />`,
  flows: ['start > sign > end'],
});

describe.each(testDatabases)('R-15: one instance on %s that everybody works on', (kind, openFresh) => {
  it('takes every completion once, on whichever node, and ends once', async () => {
    const random = seededRandom(seed);
    const database = await openFresh();
    const nodes = await Promise.all([
      openTestRuntime(database, { limits }),
      openTestRuntime(database, { limits }),
    ]);
    const [first] = nodes;
    const written = { kind: 'text', definition: { definition: crowded, format: 'bpmn_xml' } } as const;
    await deployProcess(first.useCase, written);
    const instanceId = await first.start('crowded');
    const left = (await first.waiting(instanceId, 'sign')).flatMap(({ id, wait }) =>
      wait === null ? [] : [id],
    );
    expect(left).toHaveLength(branches);

    let refused = 0;
    /** Nobody is turned away because another node was quicker. */
    async function complete(task: string): Promise<CommandOutcome> {
      for (;;) {
        try {
          return await (nodes[random() < 0.5 ? 0 : 1] ?? first).completeTask(instanceId, task);
        } catch (error) {
          if (!(error instanceof OverloadedError)) throw error;
          refused += 1;
          await new Promise((resolve) => setTimeout(resolve, 100 * random()));
        }
      }
    }

    const began = performance.now();
    const waits: number[] = [];
    const lost: string[] = [];
    const doubled: string[] = [];
    await Promise.all(
      Array.from({ length: clientCount }, async () => {
        for (let task = left.pop(); task !== undefined; task = left.pop()) {
          const asked = performance.now();
          // By two people at the same time: one of them has to be too late.
          const outcomes = await Promise.all([1, 2].map(() => complete(task ?? '')));
          waits.push(performance.now() - asked);
          const done = outcomes.filter((outcome) => outcome.kind === 'committed').length;
          const refused = outcomes.filter((outcome) => outcome.kind === 'rejected').length;
          if (done < 1 || done + refused < 2) lost.push(task);
          if (done > 1) doubled.push(task);
        }
      }),
    );
    const totalMs = performance.now() - began;
    const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
      readJournal(transaction, tenantId, instanceId),
    );
    const events = entries.flatMap((entry) => entry.events);
    const ends = events.filter(({ type }) => type === 'instanceCompleted').length;
    const gaps = await instanceFaults(database, { tenantId, instanceId });
    await Promise.all(nodes.map((node) => node.runtime.stop()));
    await database.close();
    printFigures('R-15 hot-instance', {
      store: kind,
      nodes: nodes.length,
      branches,
      clients: clientCount,
      acked: waits.length,
      refused,
      lost: lost.length,
      doubled: doubled.length,
      ends,
      gaps: gaps.length,
      'answers p50/p99': percentiles(waits),
      total: `${(totalMs / 1000).toFixed(1)} s`,
    });
    expect({ refused, lost, doubled, ends, gaps }).toEqual({
      refused: 0,
      lost: [],
      doubled: [],
      ends: 1,
      gaps: [],
    });
  }, 120_000);
});
