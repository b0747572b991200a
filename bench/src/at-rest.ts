import { processorSeconds, residentMiB } from './measure.ts';
import type { Line } from './report.ts';
import { type BenchServer, startServers, stopServers } from './servers.ts';
import { deployStormProcess } from './storm-processes.ts';
import { after, sendAll } from './storm-watch.ts';
import type { StormStore } from './storms.ts';

const callers = 64;
const idleMs = 60_000;
/** Before that the server is still at what the starts have left it to do. */
const settleMs = 10_000;

/** What a server holds and does while so many instances wait for a task: after their start and after its own. */
export async function benchAtRest(store: StormStore, instances: number): Promise<Line[]> {
  const environment = { DATABASE_URL: store.databaseUrl };
  const lines: Line[] = [];
  const [starting] = await startServers(1, environment, callers);
  if (starting === undefined) throw new Error('Expected a server');
  try {
    await deployStormProcess(starting.client, 'storm_task');
    await sendAll(callers, instances, () =>
      starting.client.send('POST', '/api/v1/processes/storm_task/instances', { variables: { order_id: 42 } }),
    );
    lines.push(await rest(`${instances} open, after their start`, starting, store.databasePid));
  } finally {
    await stopServers([starting]);
  }
  const restarted = await startServers(1, environment, 1);
  try {
    for (const server of restarted)
      lines.push(await rest(`${instances} open, after a restart`, server, store.databasePid));
  } finally {
    await stopServers(restarted);
  }
  return lines;
}

async function rest(name: string, { pid }: BenchServer, databasePid: number): Promise<Line> {
  await after(settleMs);
  const before = { server: processorSeconds(pid), database: processorSeconds(databasePid) };
  await after(idleMs);
  const minutes = idleMs / 60_000;
  return {
    name: `at rest, ${name}`,
    figures: {
      residentMiB: residentMiB(pid),
      serverMsPerMinute: ((processorSeconds(pid) - before.server) * 1000) / minutes,
      databaseMsPerMinute: ((processorSeconds(databasePid) - before.database) * 1000) / minutes,
    },
  };
}
