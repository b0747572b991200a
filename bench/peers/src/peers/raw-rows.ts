import { openDatabase } from '@wbpm/server';
import { benchRaw } from '../../../src/raw.ts';
import { answerOrders, type Measurement, type Order } from '../measure-peer.ts';

/** No engine: the rows of our instances in hand-made batches, as large as callers could fill. */
async function measureRaw({ databaseUrl, databasePid, callers, seconds }: Order): Promise<Measurement> {
  const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 8 });
  const batch = Math.min(callers, 500);
  const trial = await benchRaw(database, databasePid, batch, batch * 20);
  const figure = await benchRaw(database, databasePid, batch, Math.ceil(trial.instancesPerSecond * seconds));
  await database.close();
  const { instances, instancesPerSecond, cpu, databaseCpu, peakMemoryMiB } = figure;
  return {
    units: instances,
    unitsPerSecond: instancesPerSecond,
    p50Ms: null,
    p99Ms: null,
    processMicroseconds: (cpu * 1e6) / instancesPerSecond,
    databaseMicroseconds: ((databaseCpu ?? 0) * 1e6) / instancesPerSecond,
    peakMemoryMiB,
  };
}

answerOrders(measureRaw);
