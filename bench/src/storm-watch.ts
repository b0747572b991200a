import type { Database } from '@wbpm/server';
import { drive, peakMemoryMiB, percentile, processorSeconds } from './measure.ts';
import type { BenchServer } from './servers.ts';
import type { StormProcess } from './storm-processes.ts';

export const after = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** What a storm cost: times in seconds, processor time of all servers and of the database. */
export interface StormCost {
  readonly seconds: number;
  readonly serverCpuSeconds: number;
  readonly databaseCpuSeconds: number;
  /** Of the largest server. */
  readonly peakMiB: number;
  /** What a caller who starts a small instance now and then notices of it, in ms. */
  readonly otherP50Ms: number;
  readonly otherP99Ms: number;
  /** Requests that were refused for now, and asked again. */
  readonly refusals: number;
}

/** Lets a storm go by and watches it. */
export async function watchStorm(
  servers: readonly BenchServer[],
  databasePid: number,
  storm: () => Promise<void>,
): Promise<StormCost> {
  const used = (): number => servers.reduce((sum, { pid }) => sum + processorSeconds(pid), 0);
  const before = { servers: used(), database: processorSeconds(databasePid) };
  const began = performance.now();
  const over = new AbortController();
  const others = startNowAndThen(servers, over.signal);
  let times: readonly number[];
  let seconds: number;
  try {
    await storm();
    seconds = (performance.now() - began) / 1000;
  } finally {
    over.abort();
    times = await others;
  }
  return {
    seconds,
    serverCpuSeconds: used() - before.servers,
    databaseCpuSeconds: processorSeconds(databasePid) - before.database,
    peakMiB: Math.max(...servers.map(({ pid }) => peakMemoryMiB(pid))),
    otherP50Ms: percentile(times, 0.5),
    otherP99Ms: percentile(times, 0.99),
    refusals: servers.reduce((sum, { client }) => sum + client.refusals, 0),
  };
}

const betweenStartsMs = 20;
const bystander: StormProcess = 'storm_task';

/** One caller on the first server, one request after the other; sorted ms. */
async function startNowAndThen(
  [server]: readonly BenchServer[],
  signal: AbortSignal,
): Promise<readonly number[]> {
  const times: number[] = [];
  while (!signal.aborted && server !== undefined) {
    const began = performance.now();
    await server.client.send('POST', `/api/v1/processes/${bystander}/instances`, { variables: {} });
    times.push(performance.now() - began);
    await after(betweenStartsMs);
  }
  return times.sort((a, b) => a - b);
}

const lookMs = 100;

/** Resolves when the count has come down to nothing; looks ten times a second. */
export async function untilNone(count: () => Promise<number>, withinMs: number): Promise<void> {
  const began = performance.now();
  for (;;) {
    const left = await count();
    if (left === 0) return;
    if (performance.now() - began > withinMs) throw new Error(`Expected none left, but found ${left}`);
    await after(lookMs);
  }
}

/** Rows of the query, which gives one number called `count`. */
export async function countRows(database: Database, sql: string, ...parameters: string[]): Promise<number> {
  const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ count: number }>(sql, parameters),
  );
  return row?.count ?? 0;
}

/** Instances of the process that have completed; each must have done so by exactly so many commands. */
export async function expectCompleted(
  database: Database,
  processId: StormProcess,
  expected: { readonly instances: number; readonly commandsEach: number },
): Promise<void> {
  const completed = await countRows(
    database,
    `SELECT count(*)::int AS count FROM wbpm_process_instances WHERE process_id = $1 AND status = 'completed'`,
    processId,
  );
  const commands = await countRows(
    database,
    `SELECT count(*)::int AS count FROM wbpm_journal j JOIN wbpm_process_instances i USING (tenant_id, instance_id)
     WHERE i.process_id = $1`,
    processId,
  );
  const commandsExpected = expected.instances * expected.commandsEach;
  if (completed !== expected.instances || commands !== commandsExpected) {
    throw new Error(
      `Expected ${expected.instances} instances of ${processId} done by ${commandsExpected} commands, but found ${completed} and ${commands}`,
    );
  }
}

/** Sends `total` requests by so many callers; each gets its number. */
export function sendAll(callers: number, total: number, send: (index: number) => Promise<unknown>) {
  let next = 0;
  return drive(callers, total, async () => {
    const index = next;
    next += 1;
    await send(index);
  });
}
