import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../src/access/refusal.ts';
import { carryOut } from '../../src/api/rest/call.ts';
import { translateError } from '../../src/api/translate-error.ts';
import type { Executed } from '../../src/processes/execute.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { testDatabases } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../../src/testing/test-runtime.ts';
import { type Asking, type CommandCase, commandCases, deployAll } from './crash-loop-commands.ts';
import { type FaultyDatabase, faultyDatabase, type Strike } from './faulty-database.ts';
import { full, printFigures, seed, seededRandom, since } from './figures.ts';

/** A node whose connection breaks once, and one that dies at that point. */
const strikes: readonly Strike[] = [
  { kind: 'connection lost', moment: 'before', forGood: false },
  { kind: 'connection lost', moment: 'after', forGood: false },
  { kind: 'connection lost', moment: 'before', forGood: true },
  { kind: 'connection lost', moment: 'after', forGood: true },
  { kind: 'asked to retry', code: '40001' },
];
/** Of the points at which a command can be interrupted, in the short form. */
const shortShare = 0.2;
const mostTries = 5;
const twoHoursMs = 7_200_000;

describe.each(testDatabases)(
  'R-02: every command on %s, interrupted at every statement',
  (kind, openFresh) => {
    let database: FaultyDatabase;
    let node: TestRuntime;
    let cases = 0;
    let retried = 0;
    let unsettled = 0;
    const doubled: string[] = [];
    const lost: string[] = [];
    const otherAnswers: string[] = [];
    const defects: string[] = [];

    beforeAll(async () => {
      database = faultyDatabase(await openFresh());
      node = await openTestRuntime(database);
      await deployAll(node);
    });
    afterAll(async () => {
      await node.runtime.stop();
      await database.close();
    });

    async function attempt(asking: Asking, key: string): Promise<Executed<object> | null> {
      const useCase = { ...node.useCase, idempotency: { userId: tester.userId, key, requestHash: key } };
      try {
        return await carryOut(useCase, (asked) => asking.ask(asked, node));
      } catch (error) {
        const refusal = error instanceof Refusal ? error : translateError(error);
        if (refusal?.status === 503 && refusal.retryAfterSeconds !== null) return null;
        throw error;
      }
    }

    async function nextNode(): Promise<void> {
      await node.runtime.stop();
      node = await openTestRuntime(database, { clock: node.clock });
    }

    /** Outbox rows and timers that were left under a lease, until nothing is left of them. */
    async function settle(): Promise<void> {
      for (let polls = 0; polls < mostTries; polls += 1) {
        node.clock.set(node.clock.now() + twoHoursMs);
        await node.runtime.takeLeftOver();
        await node.runtime.doWhatIsDue();
        const [left] = await database.transaction({ kind: 'owner' }, (transaction) =>
          transaction.query<{ count: number }>('SELECT count(*)::int AS count FROM wbpm_outbox'),
        );
        if (left?.count === 0) return;
        unsettled += 1;
      }
    }

    async function run(command: CommandCase, step: number, strike: Strike | null): Promise<number> {
      const { name } = command;
      const mark = `${kind}-${cases}`;
      const label = `${name} at step ${step}: ${JSON.stringify(strike)}`;
      cases += 1;
      const asking = await command.prepare(node, mark);
      await node.runtime.atRest();
      database.arm((at) => (at === step ? strike : null));
      try {
        let answered = await attempt(asking, mark);
        await node.runtime.atRest();
        const { steps } = database;
        database.disarm();
        if (strike?.kind === 'connection lost' && strike.forGood) await nextNode();
        for (let tries = 1; answered === null && tries < mostTries; tries += 1) {
          retried += 1;
          answered = await attempt(asking, mark);
        }
        const again = await attempt(asking, mark);
        if (again?.replayed !== true || JSON.stringify(again.response) !== JSON.stringify(answered?.response))
          otherAnswers.push(`${label}: ${JSON.stringify([answered, again])}`);
        await settle();
        const [found] = await database.transaction({ kind: 'owner' }, (transaction) =>
          transaction.query<{ count: number }>(`SELECT count(*)::int AS count FROM (${asking.effects}) AS e`),
        );
        const effects = found?.count ?? 0;
        if (effects > 1) doubled.push(label);
        if (effects < 1) lost.push(label);
        return steps;
      } catch (error) {
        defects.push(`${label}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        database.disarm();
        await nextNode();
        return 0;
      }
    }

    it('has its effect once, and gives the same answer to whoever asks again', async () => {
      const began = performance.now();
      const random = seededRandom(seed);
      for (const command of commandCases) {
        const steps = await run(command, 0, null);
        for (let step = 1; step <= steps; step += 1) {
          for (const strike of strikes) {
            if (full || random() < shortShare) await run(command, step, strike);
          }
        }
      }
      const gaps = await allInstanceFaults(database);
      printFigures('R-02 crash-loop', {
        store: kind,
        commands: commandCases.length,
        cases,
        retried,
        'polls in vain': unsettled,
        lost: lost.length,
        doubled: doubled.length,
        otherAnswers: otherAnswers.length,
        defects: defects.length,
        gaps: gaps.length,
        total: since(began),
      });
      expect({ seed, lost, doubled, otherAnswers, defects, gaps }).toEqual({
        seed,
        lost: [],
        doubled: [],
        otherAnswers: [],
        defects: [],
        gaps: [],
      });
    }, 900_000);
  },
);
