import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startPostgresCluster } from '../../src/testing/postgres-cluster.ts';
import { startTestServer } from '../../src/testing/test-server.ts';
import { openChecker } from './checker.ts';
import { full, percentiles, since } from './figures.ts';
import { judge, underLoad } from './load.ts';
import { fill, mountDisk, unmountDisk } from './small-disk.ts';

const instances = full ? 1000 : 150;
const rounds = full ? 5 : 2;
const fullMs = full ? 10_000 : 2500;
const diskSize = '192m';

const probe = inject('postgresUrl') === null ? null : mountDisk(diskSize);
if (probe !== null) unmountDisk(probe);

describe.runIf(probe !== null)('R-10: a database whose disk is full', () => {
  it('has its requests turned away, loses nothing, and is back as soon as there is room', async () => {
    const began = performance.now();
    const disk = mountDisk(diskSize);
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
    const recoveries: number[] = [];
    const ballast = join(disk, 'ballast');
    const clients = await underLoad({
      urls: [server.url],
      instances,
      endsWithinMs: 60_000,
      times: rounds,
      async strike(load) {
        fill(ballast);
        await new Promise((resolve) => setTimeout(resolve, fullMs));
        rmSync(ballast);
        // Without room for its log PostgreSQL ends; whoever watches over it starts it again.
        await cluster.ensureRunning();
        const freed = performance.now();
        await load.nextAnswer();
        recoveries.push(performance.now() - freed);
      },
    });
    await judge('R-10 disk-full', clients, await openChecker(databaseUrl), {
      instances,
      rounds,
      'recovery p50/p99': percentiles(recoveries),
      total: since(began),
    });
    expect(clients.refused).toBeGreaterThan(0);
  }, 300_000);
});
