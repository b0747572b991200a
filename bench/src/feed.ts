import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { HeardByFeeds, OpenFeeds } from './feed-sockets.ts';
import { startBuiltServer, tokenOf } from './http.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { peakMemoryMiB, percentile, processorSeconds, residentMiB } from './measure.ts';
import type { Line } from './report.ts';
import { deployStormProcess } from './storm-processes.ts';
import { after } from './storm-watch.ts';

export interface FeedLoad {
  readonly databaseUrl: string;
  readonly sockets: number;
  /** Each is changed once a second, and followed by a feed of its own. */
  readonly updatesPerSecond: number;
  readonly seconds: number;
}

interface Followed {
  readonly tenantId: string;
  readonly instanceId: string;
  /** When its changes were sent and answered, in epoch milliseconds. */
  readonly changes: { readonly sentAt: number; answeredAt: number }[];
}

/** What Node takes by itself where there are 512 MiB; elsewhere it tidies up when there is more to be tidied. */
const heapOfSmallMachine = '--max-old-space-size=256';
const tenantCount = 10;
const socketProcesses = 2;
const connectionsPerTenant = 8;
const stepMs = 20;
const started = z.object({ data: z.object({ instance_id: z.string() }) });
const now = (): number => performance.timeOrigin + performance.now();

/** Many open pages, most of them idle, while instances change one after the other. */
export async function benchFeeds(load: FeedLoad): Promise<readonly Line[]> {
  const server = await startBuiltServer({ DATABASE_URL: load.databaseUrl, NODE_OPTIONS: heapOfSmallMachine });
  const pid = server.process.pid ?? 0;
  const tenants = await Promise.all(
    Array.from({ length: tenantCount }, async (_, index) => {
      const tenantId = `bench${index}`;
      const token = await tokenOf({ tenant_id: tenantId });
      return { tenantId, client: createHttpClient(server.url, token, connectionsPerTenant) };
    }),
  );
  const processes = Array.from({ length: socketProcesses }, () =>
    fork(fileURLToPath(new URL('./feed-sockets.ts', import.meta.url))),
  );
  try {
    const followed: Followed[] = [];
    for (const { client } of tenants) await deployStormProcess(client, 'storm_task');
    for (let index = 0; index < load.updatesPerSecond; index += 1) {
      const { tenantId, client } = tenants[index % tenantCount] ?? fail();
      const answer = await client.send('POST', '/api/v1/processes/storm_task/instances', {});
      followed.push({ tenantId, instanceId: started.parse(answer).data.instance_id, changes: [] });
    }
    const before = { memory: residentMiB(pid), cpu: processorSeconds(pid) };
    await Promise.all(processes.map((child, index) => openFeeds(child, index, server.url, followed, load)));
    const open = { memory: residentMiB(pid), cpu: processorSeconds(pid) };
    await after(5000);
    const idle = { memory: residentMiB(pid), cpu: processorSeconds(pid) };
    const clients = new Map(tenants.map(({ tenantId, client }) => [tenantId, client]));
    const seconds = await changeInTurn(followed, clients, load.seconds);
    const end = { memory: residentMiB(pid), cpu: processorSeconds(pid) };
    await after(2000);
    const heard = await Promise.all(processes.map(report));
    const delays = delaysOf(followed, heard);
    const updates = heard.flatMap((one) => one.updates).length;
    const commits = followed.flatMap(({ changes }) => changes).length;
    return [
      {
        name: `${load.sockets} feeds, ${load.updatesPerSecond} of them follow an instance that changes each second`,
        figures: {
          'commits/s': commits / seconds,
          'updates delivered': updates,
          lost: delays.lost,
          'task updates': sum(heard.map((one) => one.taskUpdates)),
          resyncs: sum(heard.map((one) => one.resyncs)),
          'closed by the server': sum(heard.map((one) => one.closed)),
          errors: sum(heard.map((one) => one.errors.length)),
          'after the answer, p50 ms': percentile(delays.afterAnswer, 0.5),
          'after the answer, p99 ms': percentile(delays.afterAnswer, 0.99),
          'after the request, p50 ms': percentile(delays.afterRequest, 0.5),
          'after the request, p99 ms': percentile(delays.afterRequest, 0.99),
          'server MiB before': before.memory,
          'with all open': open.memory,
          'after the load': end.memory,
          peak: peakMemoryMiB(pid),
          'ms of cpu to open one': ((open.cpu - before.cpu) * 1000) / load.sockets,
          'cpu idle': (idle.cpu - open.cpu) / 5,
          'cpu under load': (end.cpu - idle.cpu) / seconds,
        },
      },
    ];
  } finally {
    for (const child of processes) child.kill();
    for (const { client } of tenants) client.close();
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
}

async function openFeeds(
  child: ChildProcess,
  index: number,
  url: string,
  followed: readonly Followed[],
  { sockets }: FeedLoad,
): Promise<void> {
  const isOurs = (_one: unknown, at: number): boolean => at % socketProcesses === index;
  const asked: OpenFeeds = {
    url,
    followed: followed.filter(isOurs).map(({ tenantId, instanceId }) => [tenantId, instanceId]),
    idle: Array.from({ length: sockets - followed.length }, (_, at) => `bench${at % tenantCount}`).filter(
      isOurs,
    ),
  };
  child.send(asked);
  await once(child, 'message');
}

/** Changes each instance once a second, and starts one each second, of which the tenant's task lists hear. */
async function changeInTurn(
  followed: readonly Followed[],
  clients: ReadonlyMap<string, HttpClient>,
  seconds: number,
): Promise<number> {
  const began = performance.now();
  const underWay: Promise<void>[] = [];
  const total = followed.length * seconds;
  let sent = 0;
  let startedCount = 0;
  while (sent < total) {
    await after(stepMs);
    const passedSeconds = (performance.now() - began) / 1000;
    for (const due = Math.min(total, Math.floor(passedSeconds * followed.length)); sent < due; sent += 1) {
      const one = followed[sent % followed.length] ?? fail();
      underWay.push(change(one, clients.get(one.tenantId) ?? fail()));
    }
    for (; startedCount < passedSeconds; startedCount += 1) {
      const client = clients.get(`bench${startedCount % tenantCount}`) ?? fail();
      underWay.push(client.send('POST', '/api/v1/processes/storm_task/instances', {}).then(() => undefined));
    }
  }
  await Promise.all(underWay);
  return (performance.now() - began) / 1000;
}

async function change({ instanceId, changes }: Followed, client: HttpClient): Promise<void> {
  const one = { sentAt: now(), answeredAt: Number.NaN };
  changes.push(one);
  await client.send('PATCH', `/api/v1/instances/${instanceId}/variables`, {
    variables: { changed: changes.length },
  });
  one.answeredAt = now();
}

async function report(child: ChildProcess): Promise<HeardByFeeds> {
  child.send('report');
  const [heard] = (await once(child, 'message')) as [HeardByFeeds];
  return heard;
}

/** Each change is told by the first update that came after it was asked for; without one it is lost. */
function delaysOf(followed: readonly Followed[], heard: readonly HeardByFeeds[]) {
  const times = new Map<string, number[]>();
  for (const [instanceId, at] of heard.flatMap((one) => one.updates)) {
    times.set(instanceId, [...(times.get(instanceId) ?? []), at]);
  }
  const afterAnswer: number[] = [];
  const afterRequest: number[] = [];
  let lost = 0;
  for (const { instanceId, changes } of followed) {
    const received = times.get(instanceId) ?? [];
    for (const { sentAt, answeredAt } of changes) {
      const at = received.find((time) => time >= sentAt);
      if (at === undefined) {
        lost += 1;
        continue;
      }
      afterRequest.push(at - sentAt);
      // The notice may be faster than the answer.
      afterAnswer.push(Math.max(0, at - answeredAt));
    }
  }
  const ascending = (a: number, b: number): number => a - b;
  return { afterAnswer: afterAnswer.sort(ascending), afterRequest: afterRequest.sort(ascending), lost };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

function fail(): never {
  throw new Error('Expected one of the tenants of the benchmark');
}
