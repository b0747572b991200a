import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployProcess } from '../processes/deploy-process.ts';
import type { Database } from '../store/database.ts';
import { bpmn } from '../testing/bpmn.ts';
import { eventually } from '../testing/eventually.ts';
import { allInstanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';

const { tenantId } = tester;

const expiring = bpmn({
  id: 'expiring',
  nodes: `<startEvent id="start" />
    <intermediateCatchEvent id="wait">
      <timerEventDefinition><timeDuration>=wait</timeDuration></timerEventDefinition>
    </intermediateCatchEvent>
    <endEvent id="end" />`,
  flows: ['start > wait > end'],
});

/** More than a node leases at once, and more than it has on their way. */
const timers = 1300;

describe.each(testDatabases)('many timers due at once on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    const written = { kind: 'text', definition: { definition: expiring, format: 'bpmn_xml' } } as const;
    await deployProcess(node.useCase, written);
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  async function startAll(): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < timers) {
      const started = Array.from({ length: 100 }, (_none, index) =>
        node.start('expiring', { wait: `PT${10 + (index % 3)}M` }),
      );
      ids.push(...(await Promise.all(started)));
    }
    return ids;
  }

  /** How often the timers of the instances fired, the rarest and the most frequent; and how many have ended. */
  async function firings(ids: readonly string[]) {
    const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ least: number; most: number; ended: number }>(
        `SELECT min(fired)::int AS least, max(fired)::int AS most,
                count(*) FILTER (WHERE status = 'completed')::int AS ended
         FROM (
           SELECT i.status, count(j.*) FILTER (WHERE j.command = 'fireTimer') AS fired
           FROM wbpm_process_instances i JOIN wbpm_journal j USING (tenant_id, instance_id)
           WHERE i.tenant_id = $1 AND i.instance_id IN (SELECT id::uuid FROM json_array_elements_text($2) AS t (id))
           GROUP BY i.instance_id, i.status
         ) AS each`,
        [tenantId, JSON.stringify(ids)],
      ),
    );
    return row;
  }

  it.each([1, 2, 3])('each fires exactly once, with %i nodes at them', async (count) => {
    const ids = await startAll();
    const nodes = await Promise.all(Array.from({ length: count }, () => openTestRuntime(database)));
    for (const { clock } of nodes) clock.set(node.clock.now() + 3_600_000);
    // One that finds nothing left may be done while another still fires.
    await Promise.all(nodes.map(({ runtime }) => runtime.doWhatIsDue()));
    expect(await firings(ids)).toEqual({ least: 1, most: 1, ended: ids.length });
    expect(nodes.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await allInstanceFaults(database)).toEqual([]);
    await Promise.all(nodes.map(({ runtime }) => runtime.stop()));
  });

  it('what somebody asks for meanwhile is done before they all have fired', async () => {
    const ids = await startAll();
    let fired = 0;
    node.runtime.onCommitted(({ instance }) => {
      if (instance.status === 'completed') fired += 1;
    });
    node.clock.set(node.clock.now() + 3_600_000);
    const storm = node.runtime.doWhatIsDue();
    await eventually(
      () => Promise.resolve(fired),
      (count) => count > 0,
    );
    const bystander = await node.start('expiring', { wait: 'PT10H' });
    expect(fired).toBeLessThan(ids.length);
    await storm;
    expect(await firings(ids)).toEqual({ least: 1, most: 1, ended: ids.length });
    expect((await node.state(bystander)).status).toBe('active');
  });
});
