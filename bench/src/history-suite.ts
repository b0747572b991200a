import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { openDatabase } from '@wbpm/server';
import {
  findPostgresBinaries,
  type PostgresCluster,
  startPostgresCluster,
} from '../../packages/server/src/testing/postgres-cluster.ts';
import { archiveProcess, countInstances, ended } from './history-archive.ts';
import { type Amount, fillHistory, tenants } from './history-fill.ts';
import { archiveLists, everyList, knownIds, listTimes } from './history-lists.ts';
import { type StepCost, stepCost } from './history-steps.ts';
import { deployProcesses, makeTemplates } from './history-templates.ts';
import { builtServer, startBuiltServer, tokenOf } from './http.ts';
import { createHttpClient, type HttpClient } from './http-client.ts';
import { percentile } from './measure.ts';
import type { Line } from './report.ts';

const calls = 100;
const secondsOfLoad = 20;
const rounds = 2;
/** About a thirtieth of what is finished is older. */
const archiveAfterDays = 325;

/**
 * Lists and steps on a database with a long history, against an empty one; and the archive at work under
 * load. WBPM_BENCH_POSTGRES names a folder for the cluster, for disks that are larger than the one of /tmp.
 */
export async function benchHistory(amount: Amount, add: (lines: readonly Line[]) => void): Promise<void> {
  const parent = process.env['WBPM_BENCH_POSTGRES'];
  const cluster = await startPostgresCluster({
    fsync: true,
    settings: ['max_wal_size=4GB'],
    ...(parent === undefined ? {} : { parent }),
  });
  try {
    const empty = await prepare(cluster, 'empty', null);
    const full = await prepare(cluster, 'full', amount);
    add(await stepLines(cluster, empty, full));
    add(await listLines(full));
    add(await archiveLines(cluster, full));
  } finally {
    await cluster.stop();
  }
}

async function prepare(cluster: PostgresCluster, name: string, amount: Amount | null): Promise<string> {
  const databaseUrl = await cluster.createDatabase(name);
  const templates = await withServer(databaseUrl, async (_server, url) => {
    for (const tenant of tenants) {
      const client = createHttpClient(url, await tokenOf({ tenant_id: tenant, roles: ['admin'] }), 1);
      await deployProcesses(client);
      client.close();
    }
    const client = createHttpClient(url, await tokenOf({ roles: ['admin'] }), 1);
    const made = await makeTemplates(client);
    client.close();
    return made;
  });
  if (amount === null) return databaseUrl;
  const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 2 });
  await fillHistory(database, templates, amount);
  await database.close();
  vacuum(databaseUrl);
  return databaseUrl;
}

/** What autovacuum would have done by the time a database is so large. */
function vacuum(databaseUrl: string): void {
  const vacuumdb = join(findPostgresBinaries() ?? '', 'vacuumdb');
  execFileSync(vacuumdb, ['--analyze', '--quiet', '--dbname', databaseUrl], { stdio: 'inherit' });
}

async function withServer<Result>(
  databaseUrl: string,
  work: (pid: number, url: string) => Promise<Result>,
): Promise<Result> {
  const server = await startBuiltServer({ DATABASE_URL: databaseUrl });
  try {
    return await work(server.process.pid ?? 0, server.url);
  } finally {
    server.process.kill('SIGTERM');
    await once(server.process, 'exit');
  }
}

async function withClient<Result>(
  databaseUrl: string,
  connections: number,
  work: (client: HttpClient, pid: number, url: string) => Promise<Result>,
): Promise<Result> {
  return withServer(databaseUrl, async (pid, url) => {
    const client = createHttpClient(url, await tokenOf({ roles: ['admin'] }), connections);
    try {
      return await work(client, pid, url);
    } finally {
      client.close();
    }
  });
}

/** Empty and full in turn, the better round of each: the machine has other things to do. */
async function stepLines(cluster: PostgresCluster, empty: string, full: string): Promise<Line[]> {
  const measured: Record<'empty' | 'full', StepCost[]> = { empty: [], full: [] };
  const database = cluster.pid ?? 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, url] of [
      ['empty', empty],
      ['full', full],
    ] as const) {
      const cost = await withClient(url, 64, (client, server) =>
        stepCost(client, { server, database }, secondsOfLoad),
      );
      measured[name].push(cost);
    }
  }
  const best = (name: 'empty' | 'full', figure: keyof StepCost): number =>
    Math.min(...measured[name].map((cost) => cost[figure]));
  const figures = ['processorMs', 'startP50Ms', 'startP99Ms', 'completeP50Ms', 'completeP99Ms'] as const;
  const line = (name: string, value: (figure: keyof StepCost) => number): Line => ({
    name,
    figures: Object.fromEntries(figures.map((figure) => [figure, value(figure)])),
  });
  return [
    line('steps at 50/s, empty', (figure) => best('empty', figure)),
    line('steps at 50/s, full', (figure) => best('full', figure)),
    line('steps at 50/s, ratio of', (figure) => best('full', figure) / best('empty', figure)),
  ];
}

function listLines(databaseUrl: string): Promise<Line[]> {
  return withClient(databaseUrl, 4, async (client, _pid, url) =>
    listTimes(url, everyList(await knownIds(client)), calls),
  );
}

/** The archive is killed once in the middle of its work; load and lists go on all the while. */
async function archiveLines(cluster: PostgresCluster, databaseUrl: string): Promise<Line[]> {
  const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 2 });
  const lines: Line[] = [];
  await withClient(databaseUrl, 64, async (client, server, url) => {
    const before = await countInstances(database);
    const begun = performance.now();
    const killed = archiveProcess(builtServer(), databaseUrl, archiveAfterDays);
    const load = await stepCost(client, { server, database: cluster.pid ?? 0 }, secondsOfLoad);
    killed.kill('SIGKILL');
    await ended(killed);
    const afterKill = await countInstances(database);
    const again = archiveProcess(builtServer(), databaseUrl, archiveAfterDays);
    const during = await listTimes(url, everyList(await knownIds(client)), 10);
    await ended(again);
    const seconds = (performance.now() - begun) / 1000;
    const after = await countInstances(database);
    const worst = during.map(({ figures }) => figures['p95Ms'] ?? 0).sort((a, b) => a - b);
    const startedMeanwhile = afterKill.current + afterKill.archived - before.current - before.archived;
    lines.push({
      name: 'archive under load, killed once',
      figures: {
        moved: after.archived - before.archived,
        movedBeforeKill: afterKill.archived - before.archived,
        lost: before.current + before.archived + startedMeanwhile - after.current - after.archived,
        twice: after.both + afterKill.both,
        seconds,
        listsP95Ms: percentile(worst, 0.95),
        startP99Ms: load.startP99Ms,
        completeP99Ms: load.completeP99Ms,
      },
    });
    lines.push(...(await listTimes(url, archiveLists(), calls)));
  });
  await database.close();
  return lines;
}
