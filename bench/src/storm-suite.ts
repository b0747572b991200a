import { openDatabase } from '@wbpm/server';
import { startPostgresCluster } from '../../packages/server/src/testing/postgres-cluster.ts';
import { benchAtRest } from './at-rest.ts';
import { loadOnNodes } from './nodes.ts';
import type { Line } from './report.ts';
import { benchSoak } from './soak.ts';
import {
  callStorm,
  messageStartStorm,
  messageStorm,
  type StormStore,
  signalStorm,
  timerStorm,
} from './storms.ts';

/** Each storm on a store of its own, new and empty. */
export async function benchStorms(
  scaled: (count: number) => number,
  add: (lines: readonly Line[]) => void,
): Promise<void> {
  const timers = scaled(100_000);
  const others = scaled(10_000);
  const storms: ((store: StormStore) => Promise<Line>)[] = [
    ...[1, 2, 3].map((nodes) => (store: StormStore) => timerStorm(store, nodes, timers)),
    ...[1, 2].map((nodes) => (store: StormStore) => signalStorm(store, nodes, others)),
    ...[1, 2].map((nodes) => (store: StormStore) => messageStorm(store, nodes, others)),
    (store) => messageStartStorm(store, others),
    (store) => callStorm(store, others),
  ];
  for (const storm of storms) {
    await withStormStore(async (store) => add([await storm(store)]));
  }
}

/** The same load over one, two and three servers, each on a store of its own. */
export async function benchNodes(
  scaled: (count: number) => number,
  add: (lines: readonly Line[]) => void,
): Promise<void> {
  const instances = scaled(10_000);
  for (const crossing of [false, true]) {
    for (const nodes of crossing ? [2, 3] : [1, 2, 3]) {
      await withStormStore(async (store) => add([await loadOnNodes(store, nodes, crossing, instances)]));
    }
  }
}

/** What open instances at rest cost: none, a few, many. */
export async function benchRest(
  scaled: (count: number) => number,
  add: (lines: readonly Line[]) => void,
): Promise<void> {
  for (const instances of [0, scaled(10_000), scaled(100_000)]) {
    await withStormStore(async (store) => add(await benchAtRest(store, instances)));
  }
}

export async function benchLongRun(
  minutes: number,
  scaled: (count: number) => number,
  add: (lines: readonly Line[]) => void,
): Promise<void> {
  await withStormStore(async (store) => add(await benchSoak(store, minutes, scaled)));
}

async function withStormStore(work: (store: StormStore) => Promise<void>): Promise<void> {
  const cluster = await startPostgresCluster({ fsync: true });
  try {
    const databaseUrl = await cluster.createDatabase('bench');
    const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 8 });
    try {
      await work({ databaseUrl, database, databasePid: cluster.pid ?? 0 });
    } finally {
      await database.close();
    }
  } finally {
    await cluster.stop();
  }
}
