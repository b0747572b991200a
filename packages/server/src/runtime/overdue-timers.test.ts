import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployProcess } from '../processes/deploy-process.ts';
import type { Database } from '../store/database.ts';
import { readJournal } from '../store/journal.ts';
import { bpmn, onCycle } from '../testing/bpmn.ts';
import { instanceFaults } from '../testing/journal-faults.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';

const { tenantId } = tester;

const reminding = bpmn({
  id: 'reminding',
  nodes: `<startEvent id="start" /><userTask id="work" name="work" />
    <boundaryEvent id="every" attachedToRef="work" cancelActivity="false">${onCycle('R4/PT1H')}</boundaryEvent>
    <boundaryEvent id="once" attachedToRef="work" cancelActivity="false">
      <timerEventDefinition><timeDuration>PT2H30M</timeDuration></timerEventDefinition>
    </boundaryEvent>
    <endEvent id="end" /><endEvent id="reminded" /><endEvent id="warned" />`,
  flows: ['start > work > end', 'every > reminded', 'once > warned'],
});

describe.each(testDatabases)('timers that fell due while nobody looked, on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  beforeAll(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    const written = { kind: 'text', definition: { definition: reminding, format: 'bpmn_xml' } } as const;
    await deployProcess(node.useCase, written);
  });
  afterAll(async () => {
    await node.runtime.stop();
    await database.close();
  });

  it('fire each, in the order in which they fell due, those of a cycle one by one', async () => {
    const instanceId = await node.start('reminding');
    node.clock.set(node.clock.now() + 3.5 * 3_600_000);
    await node.runtime.doWhatIsDue();
    const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
      readJournal(transaction, tenantId, instanceId),
    );
    const fired = entries.flatMap(({ events }) =>
      events.flatMap((event) => (event.type === 'eventTriggered' ? [event.elementId] : [])),
    );
    expect(fired).toEqual(['every', 'every', 'once', 'every']);
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
    node.clock.set(node.clock.now() + 24 * 3_600_000);
    await node.runtime.doWhatIsDue();
    const [task] = await node.waiting(instanceId, 'work');
    await node.completeTask(instanceId, task?.id ?? '');
    expect((await node.state(instanceId)).status).toBe('completed');
    expect(await instanceFaults(database, { tenantId, instanceId })).toEqual([]);
  });
});
