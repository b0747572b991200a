import { drive, openFiles, peakMemoryMiB, percentile, residentMiB } from './measure.ts';
import type { Line } from './report.ts';
import { type BenchServer, startServers, stopServers } from './servers.ts';
import { deployStormProcess } from './storm-processes.ts';
import { after } from './storm-watch.ts';
import type { StormStore } from './storms.ts';
import { runThrough } from './task-load.ts';

const callers = 64;
const loneStarts = 300;
const betweenLoneMs = 20;
const peakInstances = 3000;
const share = 0.6;
const sampleMs = 5000;

/** A lone caller, the peak, and then so many minutes at 60 % of it. */
export async function benchSoak(
  { databaseUrl }: StormStore,
  minutes: number,
  scaled: (count: number) => number,
): Promise<Line[]> {
  const servers = await startServers(1, { DATABASE_URL: databaseUrl }, callers);
  const [server] = servers;
  if (server === undefined) throw new Error('Expected a server');
  try {
    await deployStormProcess(server.client, 'storm_task');
    const one = (): Promise<readonly number[]> => runThrough(server.client, server.client);
    await drive(callers, scaled(peakInstances), async () => {
      await one();
    });
    const { seconds } = await drive(callers, scaled(peakInstances), async () => {
      await one();
    });
    const peak = scaled(peakInstances) / seconds;
    const lone = await startsAlone(server);
    const soaked = await soak(server, peak * share, minutes * 60_000, one);
    return [
      {
        name: 'lone caller, start',
        figures: { p50Ms: percentile(lone, 0.5), p99Ms: percentile(lone, 0.99) },
      },
      { name: `${minutes} minutes at 60 % of ${Math.round(peak)}/s`, figures: soaked },
    ];
  } finally {
    await stopServers(servers);
  }
}

async function startsAlone({ client }: BenchServer): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < loneStarts; index += 1) {
    const began = performance.now();
    await client.send('POST', '/api/v1/processes/storm_task/instances', { variables: { order_id: 42 } });
    times.push(performance.now() - began);
    await after(betweenLoneMs);
  }
  return times.sort((a, b) => a - b);
}

interface Sample {
  readonly hours: number;
  readonly residentMiB: number;
  readonly files: number;
  readonly loopDelayMs: number;
}

/** Instances begin at an even pace, whether or not those before have ended. */
async function soak(
  server: BenchServer,
  perSecond: number,
  durationMs: number,
  one: () => Promise<readonly number[]>,
): Promise<Line['figures']> {
  const samples: Sample[] = [];
  const times: number[] = [];
  const underWay = new Set<Promise<void>>();
  const began = performance.now();
  const failures: unknown[] = [];
  let instances = 0;
  let sampledAt = began;
  for (;;) {
    const now = performance.now();
    if (now - began >= durationMs || failures.length > 0) break;
    for (; instances < ((now - began) / 1000) * perSecond; instances += 1) {
      const work: Promise<void> = one()
        .then((each) => void times.push(...each))
        .catch((error: unknown) => {
          failures.push(error);
        })
        .finally(() => underWay.delete(work));
      underWay.add(work);
    }
    if (now - sampledAt >= sampleMs) {
      sampledAt = now;
      samples.push(await sampleOf(server, (now - began) / 3_600_000));
    }
    await after(5);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw new Error('Expected every request to be answered', { cause: failures[0] });
  times.sort((a, b) => a - b);
  const settled = samples.slice(Math.floor(samples.length / 4));
  const delays = samples.map(({ loopDelayMs }) => loopDelayMs).sort((a, b) => a - b);
  return {
    perSecond,
    instances,
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    loopDelayP99Ms: percentile(delays, 0.5),
    longestLoopDelayP99Ms: delays.at(-1) ?? null,
    residentMiB: settled.at(-1)?.residentMiB ?? null,
    peakMiB: peakMemoryMiB(server.pid),
    MiBPerHour: slope(settled, ({ residentMiB: mib }) => mib),
    openFiles: settled.at(-1)?.files ?? null,
    openFilesPerHour: slope(settled, ({ files }) => files),
  };
}

async function sampleOf(server: BenchServer, hours: number): Promise<Sample> {
  const delay = /^wbpm_event_loop_delay_seconds (\S+)$/m.exec(await server.metrics())?.[1];
  return {
    hours,
    residentMiB: residentMiB(server.pid),
    files: openFiles(server.pid),
    loopDelayMs: Number(delay) * 1000,
  };
}

/** Of the line through the samples, by least squares. */
function slope(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const meanHours = mean(samples.map(({ hours }) => hours));
  const meanValue = mean(samples.map(of));
  const above = samples.reduce((sum, each) => sum + (each.hours - meanHours) * (of(each) - meanValue), 0);
  const below = samples.reduce((sum, each) => sum + (each.hours - meanHours) ** 2, 0);
  return above / below;
}
