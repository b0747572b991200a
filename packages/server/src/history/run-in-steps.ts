import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { HistoryCounts, HistoryRun } from '../store/archive.ts';
import type { Database, Transaction } from '../store/database.ts';

export interface HistoryWork {
  readonly database: Database;
  readonly now: Date;
  /** Asked between transactions: true ends the run early, with everything done so far committed. */
  readonly isStopping: () => boolean;
  /** So many instances are moved or deleted by one transaction, 1,000 at most. */
  readonly instancesPerStep?: number;
  /** Of the time it takes, the run rests so many times as long as it works. */
  readonly restFactor?: number;
}

/** What a run has done. */
export interface HistoryReport extends HistoryCounts {
  readonly runId: string;
}

type Step = (transaction: Transaction, run: HistoryRun, limit: number) => Promise<HistoryCounts>;

const mostPerStep = 1000;
/** Small enough that nobody waits long for what a step has locked or for the disk it fills. */
const usualPerStep = 200;
/** A fifth of the time is left to it, so that those at work hardly notice. */
const usualRestFactor = 4;
const dayMs = 86_400_000;

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * dayMs);
}

/** Rests after a transaction that began at `started`, in ms of the process's own clock. */
export async function restAfter(
  started: number,
  { restFactor = usualRestFactor }: Pick<HistoryWork, 'restFactor'>,
): Promise<void> {
  if (restFactor > 0) await pause((performance.now() - started) * restFactor);
}

/**
 * Repeats a step, a transaction each, until it finds nothing more. A run that is killed has done its steps
 * wholly or not at all; the next one goes on with the rest.
 */
export async function runInSteps(
  work: HistoryWork,
  { olderThanDays }: { readonly olderThanDays: number },
  step: Step,
): Promise<HistoryReport> {
  const { database, now, isStopping, instancesPerStep = usualPerStep } = work;
  const run: HistoryRun = {
    runId: uuidv7(),
    startedAt: now,
    endedBefore: daysBefore(now, olderThanDays),
  };
  const limit = Math.min(instancesPerStep, mostPerStep);
  let done: HistoryCounts = { instances: 0, tasks: 0, variables: 0, incidents: 0 };
  for (let more = true; more && !isStopping(); ) {
    const started = performance.now();
    const counts = await database.transaction({ kind: 'runtime' }, (transaction) =>
      step(transaction, run, limit),
    );
    done = {
      instances: done.instances + counts.instances,
      tasks: done.tasks + counts.tasks,
      variables: done.variables + counts.variables,
      incidents: done.incidents + counts.incidents,
    };
    more = counts.instances === limit;
    if (more) await restAfter(started, work);
  }
  return { runId: run.runId, ...done };
}
