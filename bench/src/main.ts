import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@wbpm/server';
import { startPostgresCluster } from '../../packages/server/src/testing/postgres-cluster.ts';
import { benchDeployments } from './deployments.ts';
import { benchDurable } from './durable.ts';
import { benchEngine } from './engine.ts';
import { decisionCosts, expressionCosts } from './expressions.ts';
import { benchFeeds } from './feed.ts';
import { benchHistory } from './history-suite.ts';
import { benchHttp } from './http.ts';
import { benchInboxes } from './inboxes.ts';
import { itemCostsDurable, itemCostsInMemory } from './item-cost.ts';
import { largeValueGrowth } from './large-values.ts';
import { loopDurable, loopInMemory } from './long-loop.ts';
import type { Figure } from './measure.ts';
import { benchRaw } from './raw.ts';
import { type Line, lineText, machine, table } from './report.ts';
import type { Store } from './store.ts';
import { benchLongRun, benchNodes, benchRest, benchStorms } from './storm-suite.ts';

/** Runs the suites one after the other; --only names some of them, --scale 0.1 runs a tenth. */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    minutes: { type: 'string', default: '20' },
  },
});
const wanted = values.only?.split(',') ?? [
  'engine',
  'postgres',
  'pglite',
  'http',
  'expressions',
  'deploy',
  'items',
  'loops',
];
const scaled = (count: number): number => Math.max(100, Math.round(count * Number(values.scale)));
const load = [
  { callers: 1, instances: scaled(1000) },
  { callers: 64, instances: scaled(20_000) },
  { callers: 1000, instances: scaled(50_000) },
];
const figures: Figure[] = [];
const lines: Line[] = [];

function add(figure: Figure): void {
  figures.push(figure);
  process.stdout.write(
    `${figure.name}, ${figure.callers} callers: ${Math.round(figure.instancesPerSecond)}/s\n`,
  );
}

function addLines(measured: readonly Line[]): void {
  lines.push(...measured);
  for (const line of measured) process.stdout.write(`${lineText(line)}\n`);
}

if (wanted.includes('engine')) add(benchEngine(scaled(300_000)));
if (wanted.includes('postgres')) await benchPostgres();
if (wanted.includes('pglite')) await benchPglite();
if (wanted.includes('http')) await benchOverHttp();
if (wanted.includes('expressions'))
  addLines([...expressionCosts(scaled(1e6)), ...decisionCosts(scaled(200))]);
if (wanted.includes('deploy')) await withStores(async (store) => addLines(await benchDeployments(store)));
if (wanted.includes('items')) await benchItems();
if (wanted.includes('loops')) await benchLoops();
if (wanted.includes('history')) {
  await benchHistory({ finished: scaled(1_000_000), open: scaled(100_000) }, addLines);
}
if (wanted.includes('values')) addLines(await largeValueGrowth());
if (wanted.includes('storms')) await benchStorms(scaled, addLines);
if (wanted.includes('nodes')) await benchNodes(scaled, addLines);
if (wanted.includes('rest')) await benchRest(scaled, addLines);
if (wanted.includes('feed')) await benchFeed();
if (wanted.includes('inboxes')) await benchPeoplesLists();
if (wanted.includes('soak')) await benchLongRun(Number(values.minutes), scaled, addLines);

const results = join(import.meta.dirname, '../results');
mkdirSync(results, { recursive: true });
const file = join(results, `${new Date().toISOString().replaceAll(':', '-')}.json`);
writeFileSync(file, JSON.stringify({ machine: machine(), figures, lines }, null, 2));
process.stdout.write(`\n${figures.length === 0 ? '' : `${table(figures)}\n\n`}Written to ${file}\n`);

async function benchPostgres(): Promise<void> {
  const cluster = await startPostgresCluster({ fsync: true });
  try {
    const databaseUrl = await cluster.createDatabase('bench');
    const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 8 });
    const databasePid = cluster.pid ?? null;
    const measured: Figure[] = [];
    for (const { callers, instances } of load) {
      measured.push(
        await benchDurable({ name: 'durable, PostgreSQL', database, databasePid, callers, instances }),
      );
    }
    const busiest = measured.at(-1);
    const batch = Math.round(busiest?.batch ?? 500);
    const raw = await benchRaw(database, databasePid, batch, busiest?.instances ?? 0);
    for (const figure of measured.slice(0, -1)) add(figure);
    if (busiest !== undefined) {
      add({ ...busiest, ofRawLimit: busiest.instancesPerSecond / raw.instancesPerSecond });
    }
    add(raw);
    await database.close();
  } finally {
    await cluster.stop();
  }
}

async function benchPglite(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wbpm-bench-'));
  const database = await openDatabase({ databaseUrl: null, dataDir, poolSize: 1 });
  for (const { callers, instances } of load) {
    add(
      await benchDurable({
        name: 'durable, PGlite',
        database,
        databasePid: null,
        callers,
        instances: Math.ceil(instances / 4),
      }),
    );
  }
  await database.close();
  rmSync(dataDir, { recursive: true, force: true });
}

function benchOverHttp(): Promise<void> {
  return withPostgres(async (databaseUrl, pid) => {
    add(await benchHttp(databaseUrl, pid, 1, scaled(500), false));
    for (const withRates of [false, true]) {
      add(await benchHttp(databaseUrl, pid, 64, scaled(10_000), withRates));
    }
  });
}

function benchPeoplesLists(): Promise<void> {
  return withPostgres(async (databaseUrl, pid) => {
    addLines(await benchInboxes(databaseUrl, pid, scaled(20_000)));
  });
}

/** 5,000 open pages, of which a tenth each follows an instance that changes once a second, for a minute. */
function benchFeed(): Promise<void> {
  return withPostgres(async (databaseUrl) => {
    const [sockets, updatesPerSecond] = [scaled(5000), scaled(500)];
    addLines(await benchFeeds({ databaseUrl, sockets, updatesPerSecond, seconds: 60 }));
  });
}

/** Parallel multi-instance activities: an item among many against one among few. */
async function benchItems(): Promise<void> {
  const many = scaled(10_000);
  addLines(itemCostsInMemory(many));
  await withStores(async ({ name, environment, databasePid }) => {
    const database = await openDatabase({ ...optionsOf(environment), poolSize: 8 });
    addLines(await itemCostsDurable(name, database, databasePid, many));
    await database.close();
  });
}

/** One instance that goes a million times round; a tenth of that where JavaScript runs. */
async function benchLoops(): Promise<void> {
  const loops = scaled(1_000_000);
  addLines([loopInMemory('feel', loops), loopInMemory('juel', loops)]);
  await withStores(async ({ name, environment }) => {
    const database = await openDatabase({ ...optionsOf(environment), poolSize: 8 });
    addLines([await loopDurable(name, database, 'feel', loops)]);
    addLines([await loopDurable(name, database, 'javascript', Math.ceil(loops / 10))]);
    await database.close();
  });
}

function optionsOf(environment: Store['environment']) {
  return { databaseUrl: environment['DATABASE_URL'] ?? null, dataDir: environment['DATA_DIR'] ?? '' };
}

/** One store after the other, each new and empty. */
async function withStores(work: (store: Store) => Promise<void>): Promise<void> {
  const cluster = await startPostgresCluster({ fsync: true });
  try {
    const environment = { DATABASE_URL: await cluster.createDatabase('bench') };
    await work({ name: 'PostgreSQL', environment, databasePid: cluster.pid ?? null });
  } finally {
    await cluster.stop();
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'wbpm-bench-'));
  try {
    await work({ name: 'PGlite', environment: { DATA_DIR: dataDir }, databasePid: null });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A PostgreSQL of its own, new and empty. */
async function withPostgres(work: (databaseUrl: string, pid: number) => Promise<void>): Promise<void> {
  const cluster = await startPostgresCluster({ fsync: true });
  try {
    await work(await cluster.createDatabase('bench'), cluster.pid ?? 0);
  } finally {
    await cluster.stop();
  }
}
