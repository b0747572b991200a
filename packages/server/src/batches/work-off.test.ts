import type { CreateBatch } from '@wbpm/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseBatchInstances } from '../store/batch-instances.ts';
import { nextRunningBatch } from '../store/batches.ts';
import type { Database } from '../store/database.ts';
import { readJournal } from '../store/journal.ts';
import { beat, buryDeadNodes } from '../store/nodes.ts';
import { oneTask } from '../testing/definitions.ts';
import { testDatabases } from '../testing/test-databases.ts';
import { openTestRuntime, type TestRuntime, tester } from '../testing/test-runtime.ts';
import { carryOut } from './carry-out.ts';
import { createBatch } from './create-batch.ts';
import { readBatch } from './read-batch.ts';
import { workOff } from './work-off.ts';

describe.each(testDatabases)('batches on %s', (_kind, openFresh) => {
  let database: Database;
  let node: TestRuntime;
  const defects: unknown[] = [];

  beforeEach(async () => {
    database = await openFresh();
    node = await openTestRuntime(database);
    await node.deploy(oneTask);
  });
  afterEach(async () => {
    await node.runtime.stop();
    await database.close();
    expect(defects.splice(0)).toEqual([]);
  });

  const onError = (error: unknown): void => void defects.push(error);
  const cancelAll: CreateBatch = {
    operation: 'cancel',
    filter: { process_id: 'one-task' },
    parameters: {},
    reason: 'over',
  };

  async function startMany(count: number): Promise<string[]> {
    const ids: string[] = [];
    for (let index = 0; index < count; index += 1) ids.push(await node.start('one-task'));
    return ids;
  }

  async function make(batch: CreateBatch = cancelAll): Promise<string> {
    const { response } = await createBatch(node.useCase, batch);
    return 'batch_id' in response ? response.batch_id : '';
  }

  const running = async () => {
    const batch = await database.transaction({ kind: 'runtime' }, (transaction) =>
      nextRunningBatch(transaction, null),
    );
    if (batch === null) throw new Error('Expected a running batch, but found none');
    return batch;
  };

  const lease = async (now: number) => {
    const batch = await running();
    return database.transaction({ kind: 'runtime' }, (transaction) =>
      leaseBatchInstances(transaction, batch, {
        worker: 'dead',
        now: new Date(now),
        until: new Date(now + 10_000),
        limit: 50,
      }),
    );
  };

  const terminations = async (instanceId: string): Promise<number> => {
    const entries = await database.transaction({ kind: 'runtime' }, (transaction) =>
      readJournal(transaction, tester.tenantId, instanceId),
    );
    return entries.flatMap(({ events }) => events).filter(({ type }) => type === 'instanceTerminated').length;
  };

  it('are worked off fifty at a time and are complete with the last', async () => {
    await startMany(70);
    const id = await make();
    const seen: unknown[] = [];
    for (let chunk = 0; chunk < 2; chunk += 1) {
      seen.push(await workOff({ database, runtime: node.runtime, onError }, await running()));
      const { done, status } = await readBatch(node.useCase, id);
      seen.push(done, status);
    }
    expect(seen).toEqual([50, 50, 'running', 20, 70, 'completed']);
  });

  it('of a node that died are gone on with, and no instance is done twice', async () => {
    const ids = await startMany(60);
    const id = await make();
    const leased = await lease(node.runtime.clock.now());
    const batch = await running();
    // The node commits ten of its commands, and dies before it can say so.
    for (const instance of leased.slice(0, 10)) {
      const consumes = { from: 'batchInstances', id: instance.id } as const;
      await carryOut({ ...node.useCase, consumes }, cancelAll, instance.instanceId, batch.createdAt);
    }
    expect((await readBatch(node.useCase, id)).done).toBe(10);
    const other = await openTestRuntime(database);
    const dependencies = { database, runtime: other.runtime, onError };
    expect(await workOff(dependencies, batch)).toBe(10);
    expect(await workOff(dependencies, batch)).toBe(0);
    expect((await readBatch(node.useCase, id)).status).toBe('running');
    // Its lease lasts; what counts is that the node is dead.
    await database.transaction({ kind: 'runtime' }, async (transaction) => {
      await beat(transaction, 'dead');
      await transaction.query(
        "UPDATE wbpm_nodes SET heartbeat_at = clock_timestamp() - interval '11 s' WHERE node_id = 'dead'",
      );
      await buryDeadNodes(transaction, other.runtime.nodeId, new Date(other.clock.now()));
    });
    expect(await workOff(dependencies, batch)).toBe(40);
    expect(await readBatch(node.useCase, id)).toMatchObject({ status: 'completed', done: 60, failed: 0 });
    expect(await Promise.all(ids.map(terminations))).toEqual(ids.map(() => 1));
    await other.runtime.stop();
  });

  it('let a second attempt at what is done come to nothing', async () => {
    const [instanceId = ''] = await startMany(1);
    const id = await make({
      operation: 'set_variables',
      filter: { instance_ids: [instanceId] },
      parameters: { variables: { counted: 1 } },
    });
    const batch = await running();
    const [instance] = await lease(node.runtime.clock.now());
    const consumes = { from: 'batchInstances', id: instance?.id ?? '' } as const;
    const command = {
      ...cancelAll,
      operation: 'set_variables',
      parameters: { variables: { counted: 1 } },
    } as const;
    const attempt = () => carryOut({ ...node.useCase, consumes }, command, instanceId, batch.createdAt);
    await attempt();
    const { sequence } = await node.state(instanceId);
    await expect(attempt()).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await node.state(instanceId)).sequence).toBe(sequence);
    expect(await readBatch(node.useCase, id)).toMatchObject({ done: 1, failed: 0 });
  });

  it('come under the permissions of their maker, whoever carries them out', async () => {
    await startMany(1);
    const id = await make();
    const batch = { ...(await running()), permissions: ['instance_read'] };
    await workOff({ database, runtime: node.runtime, onError }, batch);
    expect(await readBatch(node.useCase, id)).toMatchObject({
      status: 'completed',
      failed: 1,
      failures: [{ code: 'FORBIDDEN' }],
    });
  });

  it('keep the instances they were made with', async () => {
    const [before = ''] = await startMany(1);
    const id = await make();
    const [after = ''] = await startMany(1);
    await workOff({ database, runtime: node.runtime, onError }, await running());
    expect((await readBatch(node.useCase, id)).total).toBe(1);
    expect((await node.state(before)).status).toBe('terminated');
    expect((await node.state(after)).status).toBe('active');
  });

  it('begin nothing once they are paused', async () => {
    await startMany(1);
    await make();
    const batch = await running();
    await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query("UPDATE wbpm_batches SET status = 'paused'"),
    );
    expect(await workOff({ database, runtime: node.runtime, onError }, batch)).toBe(0);
  });
});
