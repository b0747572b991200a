import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { Refusal } from '../../src/access/refusal.ts';
import { broadcastSignal } from '../../src/processes/broadcast-signal.ts';
import { cancelInstance, resumeInstance, suspendInstance } from '../../src/processes/change-instance.ts';
import { deployProcess } from '../../src/processes/deploy-process.ts';
import { publishMessage } from '../../src/processes/publish-message.ts';
import { openPostgres } from '../../src/store/postgres-database.ts';
import { bpmn, messages, onMessage, onSignal, signals } from '../../src/testing/bpmn.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { createPostgres } from '../../src/testing/test-databases.ts';
import { openTestRuntime, type TestRuntime } from '../../src/testing/test-runtime.ts';
import type { UseCase } from '../../src/use-case.ts';
import { faultyDatabase } from './faulty-database.ts';
import { full, printFigures, seed, seededRandom, since } from './figures.ts';

const families = full ? 300 : 40;
const rounds = full ? 3000 : 400;
const clientCount = 32;
/** Of all statements and COMMITs; a transaction has about ten. */
const refusedShare = 0.01;

const parent = bpmn({
  id: 'parent',
  roots: signals('children') + messages('grown'),
  nodes: `<startEvent id="start" />
    <callActivity id="one" calledElement="child" /><callActivity id="two" calledElement="child" />
    <parallelGateway id="split" /><parallelGateway id="join" />
    <intermediateThrowEvent id="tell">${onSignal('children')}</intermediateThrowEvent>
    <intermediateCatchEvent id="hear">${onMessage('grown')}</intermediateCatchEvent>
    <endEvent id="end" />`,
  flows: ['start > split > one > join', 'split > two > join', 'split > tell > hear > join', 'join > end'],
});
const child = bpmn({
  id: 'child',
  roots: signals('children') + messages('grown'),
  nodes: `<startEvent id="start" /><userTask id="grow" name="grow" />
    <boundaryEvent id="called" attachedToRef="grow" cancelActivity="false">${onSignal('children')}</boundaryEvent>
    <endEvent id="heard" />
    <intermediateThrowEvent id="tell">${onMessage('grown')}</intermediateThrowEvent>
    <endEvent id="end" />`,
  flows: ['start > grow > tell > end', 'called > heard'],
});

describe.runIf(inject('postgresUrl') !== null)(
  'R-16: parents and children who signal and cancel each other',
  () => {
    it('never let a client hear of a deadlock, whatever two nodes do to them', async () => {
      const began = performance.now();
      const random = seededRandom(seed);
      const fresh = await createPostgres();
      const open = async (name: string) =>
        faultyDatabase(
          await openPostgres({
            connectionString: fresh.url,
            poolSize: 8,
            minSize: 0,
            applicationName: name,
            statementTimeoutMs: 30_000,
          }),
        );
      const databases = await Promise.all([open('wbpm_a'), open('wbpm_b')]);
      const nodes = await Promise.all(databases.map((database) => openTestRuntime(database)));
      onTestFinished(async () => {
        for (const database of databases) database.disarm();
        await Promise.all(nodes.map((node) => node.runtime.stop()));
        await Promise.all(databases.map((database) => database.close()));
        await fresh.drop();
      });
      const [first] = nodes;
      const [plain] = databases;
      if (first === undefined || plain === undefined) throw new Error('Expected two nodes');
      for (const definition of [parent, child]) {
        const written = { kind: 'text', definition: { definition, format: 'bpmn_xml' } } as const;
        await deployProcess(first.useCase, written);
      }
      const ids: string[] = [];
      for (let family = 0; family < families; family += 1) ids.push(await first.start('parent'));
      await first.runtime.atRest();
      const children = await plain.transaction({ kind: 'runtime' }, (transaction) =>
        transaction.query<{ instance_id: string }>(
          `SELECT instance_id FROM wbpm_process_instances WHERE process_id = 'child'`,
        ),
      );
      ids.push(...children.map((row) => row.instance_id));

      for (const database of databases)
        database.arm(() =>
          random() < refusedShare
            ? { kind: 'asked to retry', code: random() < 0.5 ? '40001' : '40P01' }
            : null,
        );
      const failures: string[] = [];
      let done = 0;
      let refused = 0;
      let left = rounds;
      await Promise.all(
        Array.from({ length: clientCount }, async () => {
          while (left > 0) {
            left -= 1;
            const node = nodes[random() < 0.5 ? 0 : 1] ?? first;
            const instanceId = ids[Math.floor(random() * ids.length)] ?? '';
            try {
              await somethingTo(instanceId, node, random());
              done += 1;
            } catch (error) {
              // The instance has ended, is suspended, or nobody waits: rightly told.
              if (error instanceof Refusal && error.status < 500) refused += 1;
              else failures.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
            }
          }
        }),
      );
      await Promise.all(nodes.map((node) => node.runtime.atRest()));
      const injected = databases.reduce((sum, database) => sum + database.struck, 0);
      for (const database of databases) database.disarm();
      const stuck = await bringToEnd(nodes, plain);
      const gaps = await allInstanceFaults(plain);
      printFigures('R-16 deadlocks', {
        instances: ids.length,
        commands: rounds,
        done,
        refused,
        injected,
        'client-visible': failures.length,
        stuck: stuck.length,
        gaps: gaps.length,
        total: since(began),
      });
      expect({ failures, stuck, gaps }).toEqual({ failures: [], stuck: [], gaps: [] });
      expect(nodes.flatMap((node) => node.errors)).toEqual([]);
      expect(injected).toBeGreaterThan(0);
    }, 300_000);
  },
);

async function somethingTo(instanceId: string, node: TestRuntime, chance: number): Promise<unknown> {
  const { useCase } = node;
  if (chance < 0.15) return cancelInstance(useCase, instanceId, 'chance');
  if (chance < 0.25) return suspendInstance(useCase, instanceId);
  if (chance < 0.35) return resumeInstance(useCase, instanceId);
  if (chance < 0.5) return broadcastSignal(useCase, { name: 'children', variables: {}, instanceId });
  if (chance < 0.55) return broadcastSignal(useCase, { name: 'children', variables: {}, instanceId: null });
  if (chance < 0.65) return publishMessage(useCase, grown(instanceId));
  const [task] = await node.waiting(instanceId, 'grow');
  const outcome = await node.completeTask(instanceId, task?.id ?? instanceId);
  if (outcome.kind === 'rejected') return null;
  return outcome;
}

const grown = (instanceId: string) => ({
  name: 'grown',
  correlationKey: null,
  correlation: [],
  businessKey: null,
  instanceId,
  variables: {},
  livesMs: 0,
  messageId: null,
});

/** Resumes and cancels what is left; answers which instances do not end even then. */
async function bringToEnd(
  nodes: readonly TestRuntime[],
  database: UseCase['database'],
): Promise<readonly string[]> {
  const live = (condition: string) =>
    database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ instance_id: string }>(
        `SELECT instance_id FROM wbpm_process_instances WHERE status IN ('active', 'suspended') AND ${condition}`,
      ),
    );
  const [node] = nodes;
  if (node === undefined) throw new Error('Expected a node');
  for (const { instance_id: id } of await live("process_id = 'parent'")) {
    await cancelInstance(node.useCase, id, 'the end').catch((error: unknown) => {
      // It ended while we looked.
      if (!(error instanceof Refusal)) throw error;
    });
  }
  for (const each of nodes) {
    // What a failure left in the outbox is under a lease.
    each.clock.set(each.clock.now() + 3_600_000);
    await each.runtime.takeLeftOver();
    await each.runtime.atRest();
  }
  return (await live('true')).map((row) => row.instance_id);
}
