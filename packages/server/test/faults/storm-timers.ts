import type { Database } from '../../src/store/database.ts';
import { startCommand, type TestRuntime, tester } from '../../src/testing/test-runtime.ts';

const startedTogether = 200;
const lookMs = 200;

/** Starts instances that wait for a timer each. Their business keys say when it is due, in epoch ms. */
export async function startTimers(node: TestRuntime, count: number, dueAt: () => number): Promise<void> {
  const definition = await node.runtime.definitions.latest(tester.tenantId, 'storm');
  if (definition === null) throw new Error('Expected the process to be deployed');
  let left = count;
  const start = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const due = Math.ceil(dueAt());
      const id = node.runtime.newId();
      const command = startCommand(definition, id, { due: new Date(due).toISOString() });
      if (command.type !== 'startInstance') throw new Error('Expected a start');
      await node.execute(id, { ...command, businessKey: String(due) });
    }
  };
  await Promise.all(Array.from({ length: startedTogether }, start));
}

const dueMs = 'business_key::bigint';

/** Resolves when no timer is left; answers how many were seen to have fired before they were due, by the database's clock. */
export async function untilFired(database: Database, withinMs: number): Promise<number> {
  const giveUpAt = performance.now() + withinMs;
  let early = 0;
  for (;;) {
    const [seen] = await database.transaction({ kind: 'runtime' }, (transaction) =>
      transaction.query<{ early: number; left: number }>(
        `SELECT
           (SELECT count(*)::int FROM wbpm_process_instances
            WHERE process_id = 'storm' AND status = 'completed'
              AND ${dueMs} > extract(epoch FROM clock_timestamp()) * 1000) AS early,
           (SELECT count(*)::int FROM wbpm_process_timers) AS left`,
      ),
    );
    early = Math.max(early, seen?.early ?? 0);
    if (seen?.left === 0) return early;
    if (performance.now() > giveUpAt)
      throw new Error(`Expected every timer to fire within ${withinMs} ms, but ${seen?.left} are left`);
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
}

export interface FiredTimers {
  readonly count: number;
  /** Instances whose timer fired more than once. */
  readonly twice: number;
  readonly perSecond: number;
  readonly lateP50Ms: number;
  readonly lateP99Ms: number;
}

/** What the journals say of the timers. */
export async function firedTimers(database: Database): Promise<FiredTimers> {
  const [row] = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ count: number; instances: number; seconds: number; p50: number; p99: number }>(
      `SELECT count(*)::int AS count, count(DISTINCT instance_id)::int AS instances,
         extract(epoch FROM max(at) - min(at))::float8 AS seconds,
         round(percentile_disc(0.5) WITHIN GROUP (ORDER BY late))::int AS p50,
         round(percentile_disc(0.99) WITHIN GROUP (ORDER BY late))::int AS p99
       FROM (
         SELECT j.instance_id, j.at, extract(epoch FROM j.at) * 1000 - i.${dueMs} AS late
         FROM wbpm_journal j JOIN wbpm_process_instances i USING (tenant_id, instance_id)
         WHERE j.command = 'fireTimer'
       ) AS fired`,
    ),
  );
  if (row === undefined) throw new Error('Expected a row of figures');
  return {
    count: row.count,
    twice: row.count - row.instances,
    perSecond: row.count / Math.max(0.001, row.seconds),
    lateP50Ms: row.p50,
    lateP99Ms: row.p99,
  };
}
