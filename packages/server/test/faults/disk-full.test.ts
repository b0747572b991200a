import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { connectApi, dataOf } from '../../src/testing/api.ts';
import { startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { noneRunning, PersistentClients } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { full, percentiles, printFigures } from './figures.ts';

const instances = full ? 1000 : 150;
const rounds = full ? 5 : 2;
const fullMs = full ? 10_000 : 2500;
const clientCount = 16;
const diskSize = '192m';

/** Only root may mount, and not everywhere. */
function mountDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=755`, 'wbpm-disk', folder], {
      stdio: 'pipe',
    });
    return folder;
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
}

function unmountDisk(folder: string): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
  rmSync(folder, { recursive: true });
}

/** Writes until nothing more fits. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(65_536, 1);
  try {
    for (let size = block.length; size >= 1024; ) {
      try {
        writeSync(descriptor, block, 0, size);
      } catch {
        // No room for a block of this size; perhaps for a smaller one.
        size /= 2;
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

const probe = inject('postgresUrl') === null ? null : mountDisk();
if (probe !== null) unmountDisk(probe);

describe.runIf(probe !== null)('R-10: a database whose disk is full', () => {
  it('has its requests turned away, loses nothing, and is back as soon as there is room', async () => {
    const began = performance.now();
    const disk = mountDisk();
    if (disk === null) throw new Error('Expected a disk to mount');
    const cluster = await startPostgresCluster({
      fsync: true,
      parent: disk,
      settings: ['max_wal_size=32MB', 'min_wal_size=32MB', 'shared_buffers=32MB'],
    });
    const databaseUrl = await cluster.createDatabase('wbpm');
    const server = await startTestServer({ database: 'postgres', databaseUrl });
    onTestFinished(async () => {
      await server.stop();
      await cluster.stop();
      unmountDisk(disk);
    });
    dataOf(await connectApi(server.url, null).post('/processes', crash));
    const clients = new PersistentClients(server.url);
    const left = Array.from({ length: instances }, (_none, index) => `order-${index}`);
    let finished = false;
    const everybody = Promise.all(
      Array.from({ length: clientCount }, async () => {
        for (let key = left.pop(); key !== undefined; key = left.pop()) await clients.runInstance(key);
      }),
    );
    const workers = Promise.all([1, 2].map(() => clients.work(() => finished)));
    // Whoever fails meanwhile is told of below.
    Promise.all([everybody, workers]).catch(() => undefined);
    const recoveries: number[] = [];
    const ballast = join(disk, 'ballast');
    for (let round = 1; round <= rounds; round += 1) {
      while (clients.operations < (round * 2 * instances) / (rounds + 1)) await clients.nextAnswer();
      fill(ballast);
      await new Promise((resolve) => setTimeout(resolve, fullMs));
      rmSync(ballast);
      // Without room for its log PostgreSQL ends; whoever watches over it starts it again.
      await cluster.ensureRunning();
      const freed = performance.now();
      await clients.nextAnswer();
      recoveries.push(performance.now() - freed);
    }
    await everybody;
    await noneRunning(server.url, 60_000);
    finished = true;
    await workers;
    const database = await openChecker(databaseUrl);
    const report = await crashReport(database, clients.acknowledged);
    await database.close();
    printFigures('R-10 disk-full', {
      instances,
      clients: clientCount,
      acked: clients.operations,
      refused: clients.refused,
      'other 5xx': clients.misbehaved.length,
      lost: report.lost.length,
      doubled: report.doubled.length,
      stuck: report.stuck.length,
      gaps: report.faults.length,
      rounds,
      'recovery p50/p99': percentiles(recoveries),
      total: `${((performance.now() - began) / 1000).toFixed(1)} s`,
    });
    expect(clients.misbehaved).toEqual([]);
    expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
    expect(clients.refused).toBeGreaterThan(0);
  }, 300_000);
});
