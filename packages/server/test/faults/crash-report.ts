import type { Database } from '../../src/store/database.ts';
import { allInstanceFaults } from '../../src/testing/journal-faults.ts';
import type { Acknowledged } from './clients.ts';

export interface CrashReport {
  /** Acknowledged, but not there. */
  readonly lost: readonly string[];
  /** There, or carried out, more than once. */
  readonly doubled: readonly string[];
  /** Started, but not at its end. */
  readonly stuck: readonly string[];
  /** Journals with gaps, broken chains, states that differ from their journal, rows left over. */
  readonly faults: readonly string[];
}

/** Compares what the clients were told with what is stored. */
export async function crashReport(
  database: Database,
  { started, completed, jobs, doubled }: Acknowledged,
): Promise<CrashReport> {
  const [instances, commands] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    Promise.all([
      transaction.query<{ instance_id: string; business_key: string; status: string }>(
        `SELECT instance_id, business_key, status FROM wbpm_process_instances WHERE process_id = 'crash'`,
      ),
      transaction.query<{ instance_id: string; command: string; times: number }>(
        `SELECT instance_id, command, count(*)::int AS times FROM wbpm_journal GROUP BY instance_id, command`,
      ),
    ]),
  );
  const byKey = new Map(instances.map((row) => [row.business_key, row.instance_id]));
  const done = new Set(commands.map(({ instance_id: id, command }) => `${id} ${command}`));
  const lost = [
    ...[...started].filter(([key, id]) => byKey.get(key) !== id).map(([key]) => `start of ${key}`),
    ...[...completed]
      .filter((key) => !done.has(`${started.get(key)} completeUserTask`))
      .map((key) => `completion of ${key}`),
  ];
  const completedJobs = commands.filter(({ command }) => command === 'completeJob').length;
  if (completedJobs < jobs.size) lost.push(`${jobs.size - completedJobs} completions of jobs`);
  return {
    lost,
    doubled: [
      ...doubled,
      ...instances
        .filter(({ business_key: key, instance_id: id }) => byKey.get(key) !== id)
        .map(({ business_key: key }) => `start of ${key}`),
      ...commands
        // A worker may fail as often as it has attempts.
        .filter(({ command, times }) => times > 1 && command !== 'failJob')
        .map(({ command, instance_id: id }) => `${command} of ${id}`),
    ],
    stuck: instances.filter(({ status }) => status !== 'completed').map(({ business_key: key }) => key),
    faults: await allInstanceFaults(database),
  };
}
