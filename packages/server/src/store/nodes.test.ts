import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from '../testing/test-databases.ts';
import type { Database, Transaction } from './database.ts';
import { beat, buryDeadNodes, listNodes, removeNode } from './nodes.ts';

const now = new Date('2030-01-01T00:00:00Z');

describe.each(testDatabases)('the nodes on %s', (_kind, openFresh) => {
  let database: Database;
  beforeAll(async () => {
    database = await openFresh();
  });
  afterAll(() => database.close());

  const runtime = <Result>(work: (transaction: Transaction) => Promise<Result>) =>
    database.transaction({ kind: 'runtime' }, work);
  const silence = (nodeId: string) =>
    runtime((transaction) =>
      transaction.query(
        "UPDATE wbpm_nodes SET heartbeat_at = clock_timestamp() - interval '11 s' WHERE node_id = $1",
        [nodeId],
      ),
    );

  it('live as long as they beat, and go when they stop', async () => {
    expect(await runtime((transaction) => beat(transaction, 'a'))).toEqual({ any: false, dead: false });
    expect(await runtime((transaction) => beat(transaction, 'b'))).toEqual({ any: true, dead: false });
    await silence('b');
    expect(await runtime(listNodes)).toMatchObject([
      { nodeId: 'a', alive: true },
      { nodeId: 'b', alive: false },
    ]);
    await runtime((transaction) => removeNode(transaction, 'b'));
    expect(await runtime(listNodes)).toMatchObject([{ nodeId: 'a' }]);
  });

  it('take over what a silent one had leased, and come back with their next heartbeat', async () => {
    await runtime(async (transaction) => {
      for (const worker of ['dead', 'a', 'ann/worker']) {
        await transaction.query(
          `INSERT INTO wbpm_jobs (tenant_id, job_id, instance_id, process_definition_id, process_id, element_id, type,
             headers, retries, due_at, created_at, worker, locked_until)
           VALUES ('t', $1, $1, $1, 'p', 'e', 'x', '{}', 3, $2, $2, $3, $2::timestamptz + interval '30 s')`,
          [uuidv7(), now, worker],
        );
      }
    });
    await runtime((transaction) => beat(transaction, 'dead'));
    await silence('dead');
    expect(await runtime((transaction) => beat(transaction, 'a'))).toEqual({ any: true, dead: true });
    expect(await runtime((transaction) => buryDeadNodes(transaction, 'a', now))).toEqual(['dead']);
    expect(await runtime((transaction) => buryDeadNodes(transaction, 'a', now))).toEqual([]);
    const free = await runtime((transaction) =>
      transaction.query('SELECT worker FROM wbpm_jobs WHERE locked_until <= $1', [now]),
    );
    expect(free).toEqual([{ worker: 'dead' }]);
    expect(await runtime((transaction) => beat(transaction, 'dead'))).toMatchObject({ dead: false });
    expect((await runtime(listNodes)).map(({ nodeId }) => nodeId)).toEqual(['a', 'dead']);
  });

  it('never take themselves for dead', async () => {
    await silence('a');
    expect(await runtime((transaction) => beat(transaction, 'a'))).toMatchObject({ dead: false });
    await silence('a');
    expect(await runtime((transaction) => buryDeadNodes(transaction, 'a', now))).toEqual([]);
  });
});
