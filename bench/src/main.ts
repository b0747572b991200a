import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from '@wbpm/server';
import { startPostgresCluster } from '../../packages/server/src/testing/postgres-cluster.ts';
import { benchDurable } from './durable.ts';
import { benchEngine } from './engine.ts';
import { benchHttp } from './http.ts';
import type { Figure } from './measure.ts';
import { benchRaw } from './raw.ts';
import { machine, table } from './report.ts';

/** Runs the suites one after the other; --only names some of them, --scale 0.1 runs a tenth. */
const { values } = parseArgs({
  options: { only: { type: 'string' }, scale: { type: 'string', default: '1' } },
});
const wanted = values.only?.split(',') ?? ['engine', 'postgres', 'pglite', 'http'];
const scaled = (count: number): number => Math.max(100, Math.round(count * Number(values.scale)));
const load = [
  { callers: 1, instances: scaled(1000) },
  { callers: 64, instances: scaled(20_000) },
  { callers: 1000, instances: scaled(50_000) },
];
const figures: Figure[] = [];

function add(figure: Figure): void {
  figures.push(figure);
  process.stdout.write(
    `${figure.name}, ${figure.callers} callers: ${Math.round(figure.instancesPerSecond)}/s\n`,
  );
}

if (wanted.includes('engine')) add(benchEngine(scaled(300_000)));
if (wanted.includes('postgres')) await benchPostgres();
if (wanted.includes('pglite')) await benchPglite();
if (wanted.includes('http')) await benchOverHttp();

const results = join(import.meta.dirname, '../results');
mkdirSync(results, { recursive: true });
const file = join(results, `${new Date().toISOString().replaceAll(':', '-')}.json`);
writeFileSync(file, JSON.stringify({ machine: machine(), figures }, null, 2));
process.stdout.write(`\n${table(figures)}\n\nWritten to ${file}\n`);

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

async function benchOverHttp(): Promise<void> {
  const cluster = await startPostgresCluster({ fsync: true });
  try {
    const databaseUrl = await cluster.createDatabase('bench');
    for (const callers of [1, 64]) {
      add(await benchHttp(databaseUrl, cluster.pid ?? 0, callers, scaled(callers === 1 ? 500 : 10_000)));
    }
  } finally {
    await cluster.stop();
  }
}
