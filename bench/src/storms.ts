import type { Database } from '@wbpm/server';
import { percentile } from './measure.ts';
import type { Line } from './report.ts';
import { type BenchServer, startServers, stopServers } from './servers.ts';
import { deployStormProcess } from './storm-processes.ts';
import {
  after,
  countRows,
  expectCompleted,
  type StormCost,
  sendAll,
  untilNone,
  watchStorm,
} from './storm-watch.ts';
import { startWaiting } from './waiting-instances.ts';

export interface StormStore {
  readonly databaseUrl: string;
  readonly database: Database;
  readonly databasePid: number;
}

const callers = 64;
const longestMs = 300_000;

/** Timers that are all due within a second, on so many servers. */
export async function timerStorm(store: StormStore, nodes: number, timers: number): Promise<Line> {
  const { database } = store;
  return withServers(store, nodes, async (servers, deploy) => {
    const process = await deploy('storm_timer');
    const probe = Math.ceil(timers / 50);
    const probeBegan = performance.now();
    await startWaiting(database, process, probe, () => ({ due: new Date(0).toISOString() }));
    const estimatedMs = (performance.now() - probeBegan) * 50;
    await untilNone(() => timersLeft(database), longestMs);
    // Long enough ahead for all of them to be started and the servers to come to rest.
    const dueAt = Math.ceil((Date.now() + estimatedMs * 1.5 + 10_000) / 1000) * 1000;
    await startWaiting(database, process, timers, (index) => ({
      due: new Date(dueAt + Math.floor((index * 1000) / timers)).toISOString(),
    }));
    const waitMs = dueAt - Date.now();
    if (waitMs < 1000) throw new Error('Expected the instances to wait before they are due');
    await after(waitMs);
    const cost = await watchStorm(servers, store.databasePid, () =>
      untilNone(() => timersLeft(database), longestMs),
    );
    await expectCompleted(database, 'storm_timer', { instances: timers + probe, commandsEach: 2 });
    const late = await lateness(database, dueAt);
    return line(`${timers} timers, ${nodes} nodes`, timers, cost, {
      lateP50Ms: percentile(late, 0.5),
      lateP99Ms: percentile(late, 0.99),
      latestMs: late.at(-1) ?? null,
    });
  });
}

/** Sorted, in ms: when the journal says a timer fired against when it was due. */
async function lateness(database: Database, dueAt: number): Promise<readonly number[]> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ late: number }>(
      `SELECT (extract(epoch FROM j.at - (v.value #>> '{}')::timestamptz) * 1000)::int AS late
       FROM wbpm_variables v JOIN wbpm_journal j USING (tenant_id, instance_id)
       WHERE v.name = 'due' AND j.command = 'fireTimer' AND (v.value #>> '{}')::timestamptz >= $1
       ORDER BY late`,
      [new Date(dueAt)],
    ),
  );
  const late = rows.map((row) => row.late);
  if ((late[0] ?? 0) < 0) throw new Error(`Expected no timer to be early, but found ${late[0]} ms`);
  return late;
}

const timersLeft = (database: Database): Promise<number> =>
  countRows(database, 'SELECT EXISTS (SELECT FROM wbpm_process_timers)::int AS count');

/** One signal that so many instances wait for. */
export async function signalStorm(store: StormStore, nodes: number, receivers: number): Promise<Line> {
  const { database } = store;
  return withServers(store, nodes, async ([server, ...others], deploy) => {
    if (server === undefined) throw new Error('Expected a server');
    await startWaiting(database, await deploy('storm_signal'), receivers, () => ({}));
    let answeredMs = 0;
    const cost = await watchStorm([server, ...others], store.databasePid, async () => {
      const began = performance.now();
      await server.client.send('POST', '/api/v1/signals', { name: 'storm_signal_now' });
      answeredMs = performance.now() - began;
      await untilNone(() => subscriptionsLeft(database), longestMs);
    });
    await expectCompleted(database, 'storm_signal', { instances: receivers, commandsEach: 2 });
    return line(`a signal to ${receivers}, ${nodes} nodes`, receivers, cost, { answeredMs });
  });
}

const subscriptionsLeft = (database: Database): Promise<number> =>
  countRows(database, 'SELECT EXISTS (SELECT FROM wbpm_event_subscriptions)::int AS count');

/** Messages that find their instances by a key. */
export async function messageStorm(store: StormStore, nodes: number, messages: number): Promise<Line> {
  const { database } = store;
  return withServers(store, nodes, async (servers, deploy) => {
    await startWaiting(database, await deploy('storm_message'), messages, (index) => ({ key: `k${index}` }));
    let sortedMs: readonly number[] = [];
    const cost = await watchStorm(servers, store.databasePid, async () => {
      ({ sortedMs } = await sendAll(callers, messages, (index) =>
        clientOf(servers, index).send('POST', '/api/v1/messages', {
          name: 'storm_message_in',
          correlation_key: `k${index}`,
        }),
      ));
    });
    await expectCompleted(database, 'storm_message', { instances: messages, commandsEach: 2 });
    return line(`${messages} messages by key, ${nodes} nodes`, messages, cost, latencies(sortedMs));
  });
}

/** Messages of which each starts an instance. */
export async function messageStartStorm(store: StormStore, messages: number): Promise<Line> {
  return withServers(store, 1, async (servers, deploy) => {
    await deploy('storm_start');
    let sortedMs: readonly number[] = [];
    const cost = await watchStorm(servers, store.databasePid, async () => {
      ({ sortedMs } = await sendAll(callers, messages, (index) =>
        clientOf(servers, index).send('POST', '/api/v1/messages', { name: 'storm_start_in' }),
      ));
    });
    await expectCompleted(store.database, 'storm_start', { instances: messages, commandsEach: 1 });
    return line(`${messages} messages that start`, messages, cost, latencies(sortedMs));
  });
}

/** Instances that call another and end when it has. */
export async function callStorm(store: StormStore, calls: number): Promise<Line> {
  const { database } = store;
  return withServers(store, 1, async (servers, deploy) => {
    await deploy('storm_child');
    await deploy('storm_parent');
    let sortedMs: readonly number[] = [];
    const cost = await watchStorm(servers, store.databasePid, async () => {
      ({ sortedMs } = await sendAll(callers, calls, (index) =>
        clientOf(servers, index).send('POST', '/api/v1/processes/storm_parent/instances', { variables: {} }),
      ));
      await untilNone(() => parentsLeft(database), longestMs);
    });
    await expectCompleted(database, 'storm_parent', { instances: calls, commandsEach: 2 });
    await expectCompleted(database, 'storm_child', { instances: calls, commandsEach: 1 });
    return line(`${calls} calls`, calls, cost, latencies(sortedMs));
  });
}

const parentsLeft = (database: Database): Promise<number> =>
  countRows(
    database,
    `SELECT EXISTS (SELECT FROM wbpm_process_instances
       WHERE process_id = 'storm_parent' AND status = 'active')::int AS count`,
  );

function clientOf(servers: readonly BenchServer[], index: number): BenchServer['client'] {
  const server = servers[index % servers.length];
  if (server === undefined) throw new Error('Expected a server');
  return server.client;
}

function latencies(sortedMs: readonly number[]) {
  return { p50Ms: percentile(sortedMs, 0.5), p99Ms: percentile(sortedMs, 0.99) };
}

function line(name: string, count: number, cost: StormCost, figures: Line['figures']): Line {
  const { seconds, serverCpuSeconds, databaseCpuSeconds, ...rest } = cost;
  return {
    name,
    figures: {
      seconds,
      perSecond: count / seconds,
      serverMicrosecondsEach: (serverCpuSeconds / count) * 1e6,
      databaseMicrosecondsEach: (databaseCpuSeconds / count) * 1e6,
      ...figures,
      ...rest,
    },
  };
}

type Deploy = (processId: Parameters<typeof deployStormProcess>[1]) => ReturnType<typeof deployStormProcess>;

async function withServers(
  { databaseUrl }: StormStore,
  nodes: number,
  work: (servers: readonly BenchServer[], deploy: Deploy) => Promise<Line>,
): Promise<Line> {
  const servers = await startServers(nodes, { DATABASE_URL: databaseUrl }, callers);
  try {
    const [first] = servers;
    if (first === undefined) throw new Error('Expected a server');
    await deployStormProcess(first.client, 'storm_task');
    return await work(servers, (processId) => deployStormProcess(first.client, processId));
  } finally {
    await stopServers(servers);
  }
}
