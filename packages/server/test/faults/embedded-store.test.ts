import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { openPglite } from '../../src/store/pglite-database.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import { freePort } from '../../src/testing/postgres-cluster.ts';
import { buildTestServer, type SpawnedServer, spawnServer } from '../../src/testing/spawned-server.ts';
import { full, percentiles, printFigures, since } from './figures.ts';
import { judge, underLoad } from './load.ts';

const kills = full ? 200 : 5;
const instances = full ? 2000 : 150;
const copies = full ? 10 : 1;

/** Starts a server that must not come up; answers what it says. */
async function refused(main: string, dataDir: string): Promise<string> {
  let server: SpawnedServer;
  try {
    server = await spawnServer(main, await freePort(), { DATA_DIR: dataDir });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  await server.kill();
  throw new Error(`Expected no server to start on ${dataDir}, but one did`);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-embedded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Where a server finds a database that is set up already. */
function dataDirectory(): string {
  const folder = temporaryFolder();
  cpSync(inject('pgliteTemplate'), join(folder, 'postgres'), { recursive: true });
  return folder;
}

describe('R-25: a server with the embedded store', () => {
  let main = '';
  beforeAll(() => {
    main = buildTestServer();
  });

  it(
    'keeps what it acknowledged however often it is killed, and says what it does not survive',
    async () => {
      const began = performance.now();
      const dataDir = dataDirectory();
      const port = await freePort();
      const spawn = () => spawnServer(main, port, { DATA_DIR: dataDir });
      let server = await spawn();
      onTestFinished(() => server.kill());
      expect(await (await fetch(`${server.url}/health`)).json()).toMatchObject({
        durability: 'process-crash',
      });
      expect(server.output()).toContain('durability: process-crash');
      const recoveries: number[] = [];
      const clients = await underLoad({
        urls: [server.url],
        instances,
        endsWithinMs: 60_000,
        times: kills,
        async strike(load) {
          await server.kill();
          const killed = performance.now();
          server = await spawn();
          await load.nextAnswer();
          recoveries.push(performance.now() - killed);
        },
      });
      expect(await server.terminate()).toBe(0);
      const database = await openPglite({ dataDir: join(dataDir, 'postgres') });
      await judge('R-25 embedded-store', clients, database, {
        instances,
        kills,
        'recovery p50/p99': percentiles(recoveries),
        total: since(began),
      });
      expect(clients.acknowledged.completed.size).toBe(instances);
    },
    full ? 3_600_000 : 300_000,
  );

  it(
    'lets no second process at its data, and a copy made under load is opened whole or refused',
    async () => {
      const began = performance.now();
      const dataDir = dataDirectory();
      const server = await spawnServer(main, await freePort(), { DATA_DIR: dataDir });
      onTestFinished(() => server.kill());
      const copied: string[] = [];
      let secondSaid = '';
      const clients = await underLoad({
        urls: [server.url],
        instances,
        endsWithinMs: 60_000,
        times: copies,
        async strike() {
          secondSaid = await refused(main, dataDir);
          const target = join(temporaryFolder(), 'copy');
          // Files come and go meanwhile: what could not be read is missing.
          spawnSync('cp', ['-r', dataDir, target]);
          copied.push(target);
        },
      });
      const copyInUseSaid = await refused(main, copied[0] ?? '');
      expect(await server.terminate()).toBe(0);
      let opened = 0;
      const torn: string[] = [];
      for (const copy of copied) {
        const faults = await openedCopy(main, copy);
        if (faults === null) continue;
        opened += 1;
        torn.push(...faults);
      }
      const database = await openPglite({ dataDir: join(dataDir, 'postgres') });
      await judge('R-25 embedded-store second-process', clients, database, { total: since(began) });
      printFigures('R-25 embedded-store copies', {
        copies,
        opened,
        refused: copies - opened,
        torn: torn.length,
      });
      for (const said of [secondSaid, copyInUseSaid])
        expect(said).toMatch(/process \d+ is using it\. The embedded database serves one process/);
      expect(torn).toEqual([]);
    },
    full ? 900_000 : 300_000,
  );
});

/** What is wrong with the content of a copy; null when no server starts on it. */
async function openedCopy(main: string, copy: string): Promise<readonly string[] | null> {
  let server: SpawnedServer;
  try {
    server = await spawnServer(main, await freePort(), { DATA_DIR: copy });
  } catch (error) {
    expect(String(error)).toMatch(/Expected .*data directory/s);
    return null;
  }
  expect(await server.terminate()).toBe(0);
  const database = await openPglite({ dataDir: join(copy, 'postgres') });
  const faults = await allInstanceFaults(database);
  await database.close();
  return faults;
}
