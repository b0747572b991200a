import { drive, peakMemoryMiB, percentile, processorSeconds } from './measure.ts';
import type { Line } from './report.ts';
import { startServers, stopServers } from './servers.ts';
import { deployStormProcess } from './storm-processes.ts';
import { expectCompleted } from './storm-watch.ts';
import type { StormStore } from './storms.ts';
import { runThrough } from './task-load.ts';

const callers = 64;

/**
 * The same load over so many servers on one store. `crossing`: another node completes than started, so that every
 * instance is changed by two of them.
 */
export async function loadOnNodes(
  { databaseUrl, database, databasePid }: StormStore,
  nodes: number,
  crossing: boolean,
  instances: number,
): Promise<Line> {
  const servers = await startServers(nodes, { DATABASE_URL: databaseUrl }, callers);
  try {
    const clients = servers.map(({ client }) => client);
    const [first] = clients;
    if (first === undefined) throw new Error('Expected a server');
    await deployStormProcess(first, 'storm_task');
    let next = 0;
    let times: number[] = [];
    const one = async (): Promise<void> => {
      const index = next;
      next += 1;
      const starter = clients[index % nodes] ?? first;
      const completer = clients[(index + (crossing ? 1 : 0)) % nodes] ?? first;
      times.push(...(await runThrough(starter, completer)));
    };
    const warmUp = Math.ceil(instances / 5) * nodes;
    await drive(callers, warmUp, one);
    times = [];
    const used = (): number => servers.reduce((sum, { pid }) => sum + processorSeconds(pid), 0);
    const before = { servers: used(), database: processorSeconds(databasePid) };
    const { seconds } = await drive(callers, instances, one);
    await expectCompleted(database, 'storm_task', { instances: instances + warmUp, commandsEach: 2 });
    times.sort((a, b) => a - b);
    return {
      name: `${nodes} nodes${crossing ? ', each instance on two of them' : ''}`,
      figures: {
        instances,
        perSecond: instances / seconds,
        p50Ms: percentile(times, 0.5),
        p99Ms: percentile(times, 0.99),
        serverMicrosecondsEach: ((used() - before.servers) / instances) * 1e6,
        databaseMicrosecondsEach: ((processorSeconds(databasePid) - before.database) / instances) * 1e6,
        peakMiB: Math.max(...servers.map(({ pid }) => peakMemoryMiB(pid))),
        refusals: clients.reduce((sum, client) => sum + client.refusals, 0),
      },
    };
  } finally {
    await stopServers(servers);
  }
}
