import type { Database } from '../../src/store/database.ts';
import type { Effect } from './effect-server.ts';

export interface EffectReport {
  readonly attempts: number;
  /** That were completed. */
  readonly jobs: number;
  readonly keys: number;
  /** Completed jobs nothing was done for. */
  readonly missing: readonly string[];
  /** Keys that stand for more than one job or more than one content, and jobs with more than one key. */
  readonly mixed: readonly string[];
}

/** Compares what was done outside with the jobs that the journals say were completed. */
export async function effectReport(database: Database, effects: readonly Effect[]): Promise<EffectReport> {
  const rows = await database.transaction({ kind: 'runtime' }, (transaction) =>
    transaction.query<{ id: string }>(
      `SELECT event->>'elementInstanceId' AS id FROM wbpm_journal, json_array_elements(events::json) AS event
       WHERE command = 'completeJob' AND event->>'type' = 'jobCompleted'`,
    ),
  );
  const contents = new Map<string, Set<string>>();
  const keysOf = new Map<string, Set<string>>();
  for (const { idempotencyKey, jobId, body } of effects) {
    add(contents, idempotencyKey, `${jobId} ${body}`);
    add(keysOf, jobId, idempotencyKey);
  }
  const several = (groups: ReadonlyMap<string, ReadonlySet<string>>) =>
    [...groups].filter(([, { size }]) => size > 1).map(([name]) => name);
  return {
    attempts: effects.length,
    keys: contents.size,
    jobs: rows.length,
    missing: rows.map(({ id }) => id).filter((id) => !keysOf.has(id)),
    mixed: [...several(contents), ...several(keysOf)],
  };
}

function add(groups: Map<string, Set<string>>, name: string, member: string): void {
  const group = groups.get(name) ?? new Set();
  groups.set(name, group.add(member));
}
