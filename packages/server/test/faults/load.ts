import { expect } from 'vitest';
import type { Database } from '../../src/store/database.ts';
import { type Answer, connectApi, dataOf } from '../../src/testing/api.ts';
import { eventually } from '../../src/testing/eventually.ts';
import { noneRunning, PersistentClients, type Work } from './clients.ts';
import { crash } from './crash-process.ts';
import { crashReport } from './crash-report.ts';
import { printFigures } from './figures.ts';

export interface Load {
  /** Of the nodes the clients ask; the first one has to be there at the beginning and in the end. */
  readonly urls: readonly string[];
  readonly instances: number;
  /** How often something befalls the system, spread evenly over the work. */
  readonly times: number;
  readonly strike: (clients: PersistentClients, time: number) => Promise<void>;
  /** Every client has been told of everything: what goes on all the time may end. */
  readonly allTold?: () => void;
  /** From then on, every instance comes to its end within this time. */
  readonly endsWithinMs: number;
  /** Of the workers, for each job. */
  readonly work?: Work;
}

const clientCount = 16;
const workerCount = 2;
/** Whose requests are repeated in the end. */
const repeated = 50;

/** Lets clients and workers do their work while something befalls the system, and waits for its end. */
export async function underLoad(load: Load): Promise<PersistentClients> {
  const { urls, instances, times, strike, endsWithinMs, work } = load;
  const [url = ''] = urls;
  // What befalls the system may befall this request too: the same process again is the same version.
  const isTold = ({ status }: Answer): boolean => status !== 503;
  dataOf(await eventually(() => connectApi(url, null).post('/processes', crash), isTold));
  const clients = new PersistentClients(urls);
  const perStrike = instances / (times + 1);
  // The clients do not run ahead, so that there is work until the last strike.
  let allowed = 2 * perStrike;
  let begun = 0;
  const heldBack: (() => void)[] = [];
  function allow(count: number): void {
    allowed = count;
    for (const resume of heldBack.splice(0)) resume();
  }
  async function client(): Promise<void> {
    while (begun < instances) {
      if (begun < allowed) await clients.runInstance(`order-${begun++}`);
      else await new Promise<void>((resume) => heldBack.push(resume));
    }
  }
  async function strikeAll(): Promise<void> {
    for (let time = 1; time <= times; time += 1) {
      allow((time + 1) * perStrike);
      await clients.acknowledge(time * 2 * perStrike);
      await strike(clients, time);
    }
    allow(instances);
  }
  let finished = false;
  const everybody = Promise.all(Array.from({ length: clientCount }, client));
  const workers = Promise.all(Array.from({ length: workerCount }, () => clients.work(() => finished, work)));
  const failure = Promise.all([everybody, workers]);
  failure.catch(() => undefined);
  // With a client that failed nobody waits for an answer that cannot come any more.
  await Promise.race([strikeAll(), failure]);
  await everybody;
  load.allTold?.();
  await noneRunning(url, endsWithinMs);
  for (let index = 0; index < Math.min(repeated, instances); index += 1)
    await clients.repeatStart(`order-${index}`);
  finished = true;
  await workers;
  return clients;
}

/** Holds the system to what its clients were told, and leaves the line of figures. Closes the database. */
export async function judge(
  name: string,
  clients: PersistentClients,
  database: Database,
  figures: Readonly<Record<string, string | number>>,
): Promise<void> {
  const report = await crashReport(database, clients.acknowledged);
  await database.close();
  printFigures(name, {
    clients: clientCount,
    acked: clients.operations,
    refused: clients.refused,
    'other 5xx': clients.misbehaved.length,
    lost: report.lost.length,
    doubled: report.doubled.length,
    stuck: report.stuck.length,
    gaps: report.faults.length,
    ...figures,
  });
  expect(clients.misbehaved).toEqual([]);
  expect(report).toEqual({ lost: [], doubled: [], stuck: [], faults: [] });
}
