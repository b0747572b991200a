import { DBOS } from '@dbos-inc/dbos-sdk';
import { drive } from '../../../src/measure.ts';
import { countIn } from '../count-in.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import { itemCount, type Peer, type Scenario } from '../peer.ts';

/** Messages to one workflow under way at a time. */
const itemCallers = 64;
const step = () => Promise.resolve({ done: true });

/** A workflow function of each scenario. What it waits for is a message. */
const workflows = {
  wait: DBOS.registerWorkflow(
    async (order: { order_id: number }) => ({ ...order, ...(await DBOS.recv<object>('work', 3600)) }),
    { name: 'wait' },
  ),
  steps: DBOS.registerWorkflow(
    async (order: { order_id: number }) => {
      const done: object[] = [];
      for (const name of ['step1', 'step2', 'step3']) done.push(await DBOS.runStep(step, { name }));
      return { ...order, ...done.at(-1) };
    },
    { name: 'steps' },
  ),
  items: DBOS.registerWorkflow(
    async (order: { order_id: number }) => {
      for (let item = 0; item < itemCount; item += 1) await DBOS.recv('work', 3600);
      return order;
    },
    { name: 'items' },
  ),
};

const peer: Peer = {
  async open({ databaseUrl, scenario }) {
    DBOS.setConfig({
      name: 'bench',
      systemDatabaseUrl: databaseUrl,
      systemDatabasePoolSize: 20,
      // No limit: messages arrive by notification, and the pool is limit enough.
      systemDatabasePollingConcurrency: 0,
      logLevel: 'error',
    });
    await DBOS.launch();
    return {
      run: () => runWorkflow(scenario),
      ended: async () =>
        (await countIn(databaseUrl, "SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'")) *
        (scenario === 'items' ? itemCount : 1),
      close: () => DBOS.shutdown(),
    };
  },
};

async function runWorkflow(scenario: Scenario): Promise<void> {
  const handle = await DBOS.startWorkflow(workflows[scenario])({ order_id: 42 });
  const waits = { wait: 1, steps: 0, items: itemCount }[scenario];
  await drive(itemCallers, waits, () => DBOS.send(handle.workflowID, { done: true }, 'work'));
  await handle.getResult();
}

answerOrders((order) => measurePeer(peer, order));
