import { peakMemoryMiB, percentile, processorSeconds } from '../../src/measure.ts';
import { itemCount, type Peer, type Scenario, type Session } from './peer.ts';

/** What one process is asked to measure. */
export interface Order {
  readonly scenario: Scenario;
  readonly callers: number;
  readonly seconds: number;
  readonly databaseUrl: string;
  /** The postmaster. */
  readonly databasePid: number;
}

/** What it answers. A unit is an instance, a job, or an item where the scenario counts items. */
export interface Measurement {
  readonly units: number;
  readonly unitsPerSecond: number;
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  readonly processMicroseconds: number;
  readonly databaseMicroseconds: number;
  readonly peakMemoryMiB: number;
}

/** Answers the order the parent sends, and ends. */
export function answerOrders(measure: (order: Order) => Promise<Measurement>): void {
  process.once('message', (order: Order) => {
    measure(order).then(
      (measurement) => process.send?.(measurement, () => process.exit(0)),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
}

/** Warms up with the same load for half as long, measures, and checks that all of it was done. */
export async function measurePeer(peer: Peer, order: Order): Promise<Measurement> {
  const { scenario, callers, databasePid } = order;
  const session = await peer.open(order);
  const warm = await keepBusy(session, callers, order.seconds / 2);
  const databaseBefore = processorSeconds(databasePid);
  const processBefore = process.cpuUsage();
  const begun = performance.now();
  const timesMs = await keepBusy(session, callers, order.seconds);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(processBefore);
  const databaseSeconds = processorSeconds(databasePid) - databaseBefore;
  const unitsEach = scenario === 'items' ? itemCount : 1;
  const units = timesMs.length * unitsEach;
  const expected = units + warm.length * unitsEach;
  const ended = await session.ended();
  if (ended !== expected) throw new Error(`Expected ${expected} to have ended, but found ${ended}`);
  await session.close();
  return {
    units,
    unitsPerSecond: units / seconds,
    p50Ms: percentile(timesMs, 0.5),
    p99Ms: percentile(timesMs, 0.99),
    processMicroseconds: (user + system) / units,
    databaseMicroseconds: (databaseSeconds * 1e6) / units,
    peakMemoryMiB: peakMemoryMiB(process.pid),
  };
}

/** Every caller has one under way until the time is over. Answers the time each took, sorted. */
async function keepBusy(session: Session, callers: number, seconds: number): Promise<number[]> {
  const until = performance.now() + seconds * 1000;
  const timesMs: number[] = [];
  async function call(): Promise<void> {
    do {
      const begun = performance.now();
      await session.run();
      timesMs.push(performance.now() - begun);
    } while (performance.now() < until);
  }
  await Promise.all(Array.from({ length: callers }, call));
  await session.settle?.();
  return timesMs.sort((a, b) => a - b);
}
