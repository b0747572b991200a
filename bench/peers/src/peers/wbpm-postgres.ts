import { type Database, openDatabase, type Runtime } from '@wbpm/server';
import { openBenchRuntime, startCommand } from '../../../src/bench-runtime.ts';
import { deployModel, tenantId } from '../../../src/deploy.ts';
import { drive } from '../../../src/measure.ts';
import { completion } from '../commands.ts';
import { createEndings } from '../endings.ts';
import { answerOrders, measurePeer } from '../measure-peer.ts';
import { modelOf } from '../model-of.ts';
import { itemCount, type Peer, type Scenario } from '../peer.ts';

/** Completions of items under way at a time. */
const itemCallers = 64;

/** Our runtime over PostgreSQL with its background loops, as in the server; every answer is a commit. */
const peer: Peer = {
  async open({ databaseUrl, scenario }) {
    const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 8 });
    const definitionId = await deployModel(database, await modelOf(scenario));
    const endings = createEndings();
    const runtime = openBenchRuntime(database, {
      jobHandlers: new Map([['step', () => Promise.resolve({ done: true })]]),
      jobs: { concurrency: { total: 1000, byType: new Map() } },
      background: true,
      // Nobody is refused, however slow the machine: the others refuse nobody either.
      limits: { waitTargetMs: 3_600_000 },
    });
    runtime.onCommitted(({ instance, instanceId }) => {
      if (instance.status === 'completed') endings.ended(instanceId);
    });
    return {
      run: () => runInstance(runtime, definitionId, scenario, endings.endOf),
      ended: () => count(database, scenario),
      async close() {
        await runtime.stop();
        await database.close();
      },
    };
  },
};

async function runInstance(
  runtime: Runtime,
  definitionId: string,
  scenario: Scenario,
  endOf: (instanceId: string) => Promise<void>,
): Promise<void> {
  const instanceId = runtime.newId();
  const request = { tenantId, instanceId, actor: 'bench' };
  let waiting: string[] = [];
  const started = await runtime.execute({
    ...request,
    command: startCommand({ instanceId, definitionId, variables: { order_id: 42 } }),
    respond(state) {
      waiting = [...state.awaiting];
      return {};
    },
  });
  if (started.kind !== 'committed') throw new Error(JSON.stringify(started));
  if (scenario !== 'steps') {
    await drive(Math.min(itemCallers, waiting.length), waiting.length, async () => {
      const command = completion(scenario, waiting.pop() ?? '');
      const done = await runtime.execute({ ...request, command, respond: () => ({}) });
      if (done.kind !== 'committed') throw new Error(JSON.stringify(done));
    });
  }
  await endOf(instanceId);
}

async function count(database: Database, scenario: Scenario): Promise<number> {
  const ended = `SELECT count(*)::int AS ended FROM wbpm_process_instances WHERE status = 'completed'`;
  const [row] = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ ended: number }>(ended),
  );
  return Number(row?.ended) * (scenario === 'items' ? itemCount : 1);
}

answerOrders((order) => measurePeer(peer, order));
