import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Client } from '@wbpm/client';
import type { Incident } from '@wbpm/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sequence, serviceTask } from '../../src/testing/definitions.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { startTestServer, type TestServer, testStores } from '../../src/testing/test-server.ts';
import { full, printFigures, seed, seededRandom, since } from './figures.ts';

const instances = full ? 2000 : 200;
const retries = 3;
const lockMs = 3000;
const workers = 2;
const worker = fileURLToPath(new URL('./poison-worker.ts', import.meta.url));

/** Five of a hundred always fail, one kills its worker, one never answers; in an order that the seed decides. */
function kindsOf(count: number): readonly string[] {
  const kinds = Array.from({ length: count }, (_none, index) => {
    const place = index % 100;
    if (place < 5) return 'throw';
    return place === 5 ? 'crash' : place === 6 ? 'hang' : 'good';
  });
  const random = seededRandom(seed);
  return kinds
    .map((kind) => ({ kind, place: random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ kind }) => kind);
}

/** Worker processes, each replaced when it dies. */
class Workers {
  readonly #running = new Set<ChildProcess>();
  readonly #url: string;
  #stopped = false;
  deaths = 0;
  /** How often a job took its worker with it. */
  readonly killed = new Map<string, number>();

  constructor(url: string, count: number) {
    this.#url = url;
    for (let started = 0; started < count; started += 1) this.#start();
  }

  stop(): void {
    this.#stopped = true;
    for (const child of this.#running) child.kill('SIGKILL');
  }

  #start(): void {
    const child = spawn(process.execPath, ['--import', 'tsx', worker, this.#url, String(lockMs)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.#running.add(child);
    child.stdout.on('data', (text: Buffer) => {
      for (const id of text.toString().trim().split('\n'))
        this.killed.set(id, (this.killed.get(id) ?? 0) + 1);
    });
    child.once('exit', () => {
      this.#running.delete(child);
      if (this.#stopped) return;
      this.deaths += 1;
      this.#start();
    });
  }
}

describe.each(testStores)('poison jobs on %s', (database) => {
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer({ database, environment: { JOB_RETRY_WAIT_MS: '20' } });
    client = await server.client();
  });
  afterAll(() => server.stop());

  async function openIncidents(): Promise<readonly Incident[]> {
    const found: Incident[] = [];
    let cursor: string | undefined;
    do {
      const page = await client.incidents.list({
        process_id: 'poison',
        limit: 200,
        ...(cursor ? { cursor } : {}),
      });
      found.push(...page.incidents);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  }

  it(
    'end in an incident each after as many attempts as they have, while all others are done',
    async () => {
      await client.processes.deploy(sequence('poison', serviceTask('work', 'poison', { retries })));
      const kinds = kindsOf(instances);
      const count = (kind: string) => kinds.filter((each) => each === kind).length;
      const poisonous = instances - count('good');
      const began = performance.now();
      const pool = new Workers(server.url, workers);
      let doneAfterMs = 0;
      try {
        for (const kind of kinds) await client.instances.start('poison', { variables: { kind } });
        await eventually(
          async () => {
            const { instances: counts } = await client.processes.get('poison');
            if (counts.completed === count('good') && doneAfterMs === 0)
              doneAfterMs = performance.now() - began;
            return counts.completed === count('good') && (await openIncidents()).length === poisonous;
          },
          (done) => done,
          full ? 240_000 : 90_000,
        );
      } finally {
        pool.stop();
      }
      const incidents = await openIncidents();
      const lost = incidents.filter(({ message }) => message.includes(`its lease ran out ${retries} times`));
      const { instances: counts } = await client.processes.get('poison');
      printFigures('R-14 poison-jobs', {
        store: database,
        instances,
        throw: count('throw'),
        crash: count('crash'),
        hang: count('hang'),
        'healthy done': `${counts.completed}/${count('good')}`,
        incidents: `${incidents.length}/${poisonous}`,
        'worker deaths': pool.deaths,
        'most by one job': Math.max(...pool.killed.values()),
        'healthy after': `${(doneAfterMs / 1000).toFixed(1)} s`,
        total: since(began),
      });
      expect(new Set(incidents.map(({ code }) => code))).toEqual(new Set(['JOB_RETRIES_EXHAUSTED']));
      expect(lost.length).toBeGreaterThanOrEqual(count('crash') + count('hang'));
      // One that always fails can fall with one that kills its worker, and end so.
      for (const { message } of incidents) expect(message).toMatch(/^always$|its lease ran out/);
      expect(pool.killed.size).toBe(count('crash'));
      expect(Math.max(...pool.killed.values())).toBeLessThanOrEqual(retries);
      expect(server.errors()).toEqual([]);
    },
    full ? 300_000 : 120_000,
  );
});
