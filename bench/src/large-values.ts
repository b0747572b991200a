import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@wbpm/server';
import { v7 as uuidv7 } from 'uuid';
import { openFileStore } from '../../packages/server/src/files/open-file-store.ts';
import { createLargeValues } from '../../packages/server/src/runtime/large-values.ts';
import { startPostgresCluster } from '../../packages/server/src/testing/postgres-cluster.ts';
import { openBenchRuntime, startCommand } from './bench-runtime.ts';
import { deployOneTask, tenantId } from './deploy.ts';
import { drive, percentile } from './measure.ts';
import type { Line } from './report.ts';

const instances = 200;
const timesSet = 3;
const valueBytes = 1024 * 1024;
const callers = 8;
const mebibyte = 1024 * 1024;

/** What 200 instances that set a value of 1 MiB three times leave in the database, without a file store and with one. */
export async function largeValueGrowth(): Promise<Line[]> {
  const cluster = await startPostgresCluster({ fsync: true });
  const folder = mkdtempSync(join(tmpdir(), 'wbpm-bench-files-'));
  try {
    const lines: Line[] = [];
    for (const [name, limitBytes] of [
      ['every value in its row', Number.POSITIVE_INFINITY],
      ['large values in files', 65_536],
    ] as const) {
      const databaseUrl = await cluster.createDatabase(name.replaceAll(' ', '_'));
      const database = await openDatabase({ databaseUrl, dataDir: '', poolSize: 8 });
      lines.push(await measure(database, name, limitBytes, folder));
      await database.close();
    }
    return lines;
  } finally {
    await cluster.stop();
    rmSync(folder, { recursive: true });
  }
}

async function measure(database: Database, name: string, limitBytes: number, folder: string): Promise<Line> {
  const definitionId = await deployOneTask(database);
  const files = await openFileStore({ storage: 'local', path: folder }, database);
  const runtime = openBenchRuntime(database, {
    largeValues: createLargeValues({ database, files, limitBytes }),
  });
  const execute = async (instanceId: string, command: Parameters<typeof runtime.execute>[0]['command']) => {
    const request = { tenantId, instanceId, actor: 'bench', command, respond: () => ({}) };
    const outcome = await runtime.execute(request);
    if (outcome.kind !== 'committed') throw new Error(JSON.stringify(outcome));
  };
  const { seconds, sortedMs } = await drive(callers, instances, async () => {
    const instanceId = uuidv7();
    await execute(instanceId, startCommand({ instanceId, definitionId, variables: {} }));
    for (let time = 0; time < timesSet; time += 1) {
      // Nothing in it can be compressed by much, as in a PDF or a picture.
      const document = randomBytes((valueBytes * 3) / 4).toString('base64');
      await execute(instanceId, { type: 'setVariables', variables: { document } });
    }
  });
  await runtime.stop();
  const [sizes] = await database.transaction({ kind: 'owner' }, (transaction) =>
    transaction.query<{ journal: number; variables: number; references: number }>(
      `SELECT (SELECT sum(pg_total_relation_size(relid))::bigint FROM pg_partition_tree('wbpm_journal')) AS journal,
              pg_total_relation_size('wbpm_variables') AS variables,
              pg_total_relation_size('wbpm_large_values') AS "references"`,
    ),
  );
  if (sizes === undefined) throw new Error('Expected sizes');
  return {
    name,
    figures: {
      'journal MiB': sizes.journal / mebibyte,
      'variables MiB': sizes.variables / mebibyte,
      'references MiB': sizes.references / mebibyte,
      'values a second': (instances * timesSet) / seconds,
      'p50 ms an instance': percentile(sortedMs, 0.5),
    },
  };
}
