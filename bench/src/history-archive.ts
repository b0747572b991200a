import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Database } from '@wbpm/server';

interface Counted {
  readonly current: number;
  readonly archived: number;
  readonly both: number;
}

/** Instances in either place, and in both. */
export async function countInstances(database: Database): Promise<Counted> {
  const [row] = await database.transaction({ kind: 'owner' }, async (transaction) => {
    await transaction.query('SET LOCAL statement_timeout = 0');
    return transaction.query<Counted>(
      `SELECT (SELECT count(*)::int FROM wbpm_process_instances) AS current,
              (SELECT count(*)::int FROM wbpm_process_instances_archive) AS archived,
              (SELECT count(*)::int FROM wbpm_process_instances_archive JOIN wbpm_process_instances
                 USING (tenant_id, instance_id)) AS both`,
    );
  });
  if (row === undefined) throw new Error('Expected counts');
  return row;
}

/** `wbpm archive` as a process of its own. */
export function archiveProcess(main: string, databaseUrl: string, olderThanDays: number): ChildProcess {
  return spawn(process.execPath, [main, 'archive', '--older-than-days', String(olderThanDays)], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
