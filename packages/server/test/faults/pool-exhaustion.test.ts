import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { translateError } from '../../src/api/translate-error.ts';
import { openPostgres } from '../../src/store/postgres-database.ts';
import { oneTask } from '../../src/testing/definitions.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openTestRuntime } from '../../src/testing/test-runtime.ts';
import { type Asking, commandCases, deployAll } from './crash-loop-commands.ts';
import { percentiles, printFigures, since } from './figures.ts';

const commands = 500;
const poolSize = 5;
/** Longer than anybody waits for a connection. */
const heldMs = 7_000;
/** The wait for a connection, and some time to hear of it. */
const answeredWithinMs = 6_500;

async function openSmall(size: number) {
  const fresh = await createPostgres();
  const database = await openPostgres({
    connectionString: fresh.url,
    poolSize: size,
    minSize: 0,
    applicationName: 'wbpm_small',
    statementTimeoutMs: 30_000,
  });
  const node = await openTestRuntime(database);
  onTestFinished(async () => {
    await node.runtime.stop();
    await database.close();
    await fresh.drop();
  });
  return { database, node };
}

describe.runIf(inject('postgresUrl') !== null)('R-12: a node with few connections', () => {
  it.each([4, 5])(
    'answers everybody while %i of 5 are held, and works on afterwards',
    async (held) => {
      const { database, node } = await openSmall(poolSize);
      await node.deploy(oneTask);
      await node.start('one-task');
      const holders = Array.from({ length: held }, () =>
        database.transaction({ kind: 'owner' }, (transaction) =>
          transaction.query(`select pg_sleep(${heldMs / 1000})`),
        ),
      );
      const waits: number[] = [];
      const defects: unknown[] = [];
      let done = 0;
      let refused = 0;
      const began = performance.now();
      async function start(): Promise<void> {
        const asked = performance.now();
        try {
          await node.start('one-task');
          done += 1;
        } catch (error) {
          const refusal = translateError(error);
          if (refusal?.status === 503 && refusal.retryAfterSeconds !== null) refused += 1;
          else defects.push(error);
        }
        waits.push(performance.now() - asked);
      }
      await Promise.all(Array.from({ length: commands }, start));
      await Promise.all(holders);
      const answered = done;
      await Promise.all(Array.from({ length: commands }, start));
      const gaps = await allInstanceFaults(database);
      const [stored] = await database.transaction({ kind: 'owner' }, (transaction) =>
        transaction.query<{ count: number }>('SELECT count(*)::int AS count FROM wbpm_process_instances'),
      );
      printFigures('R-12 pool-exhaustion', {
        pool: poolSize,
        held,
        commands,
        done: answered,
        refused,
        defects: defects.length,
        lost: done + 1 - (stored?.count ?? 0),
        gaps: gaps.length,
        'answers p50/p99': percentiles(waits),
        total: since(began),
      });
      expect({ defects, gaps, stored }).toEqual({ defects: [], gaps: [], stored: { count: done + 1 } });
      expect(done).toBe(held < poolSize ? 2 * commands : commands);
      expect(Math.max(...waits)).toBeLessThan(answeredWithinMs);
    },
    90_000,
  );

  it('never takes a second connection while it holds one', async () => {
    const { node } = await openSmall(1);
    await deployAll(node);
    const askings: Asking[] = [];
    for (const { name, prepare } of commandCases)
      askings.push(await prepare(node, `single-${name.replaceAll(' ', '-')}`));
    await Promise.all(askings.map((asking) => asking.ask(node.useCase, node)));
    await node.runtime.atRest();
    printFigures('R-12 one-connection', { commands: commandCases.length, deadlocks: 0 });
    expect(node.errors).toEqual([]);
  });
});
