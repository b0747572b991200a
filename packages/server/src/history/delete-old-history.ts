import { deleteArchived } from '../store/archive.ts';
import type { Month } from '../store/journal-months.ts';
import {
  type DeadRows,
  deleteDeadRows,
  dropMonth,
  type JournalKey,
  mayHoldKeptRows,
  monthsBefore,
} from '../store/journal-retention.ts';
import { daysBefore, type HistoryReport, type HistoryWork, restAfter, runInSteps } from './run-in-steps.ts';

interface DeletedHistory extends HistoryReport {
  /** Partitions of the journal that were dropped. */
  readonly droppedMonths: readonly string[];
}

const instancesPerPass = 500;

/**
 * Deletes archived instances that ended more than so many days ago, and of the journal what is over for as long:
 * whole months, unless an instance that is kept has rows there; then the rows of those that are gone.
 */
export async function deleteOldHistory(
  work: HistoryWork,
  { olderThanDays }: { readonly olderThanDays: number },
): Promise<DeletedHistory> {
  const report = await runInSteps(work, { olderThanDays }, deleteArchived);
  const { database, now, isStopping } = work;
  const months = await database.transaction({ kind: 'runtime' }, (transaction) =>
    monthsBefore(transaction, daysBefore(now, olderThanDays)),
  );
  const droppedMonths: string[] = [];
  for (const month of months) {
    if (isStopping()) break;
    if (await isNeeded(work, month)) continue;
    await dropMonth(database, month);
    droppedMonths.push(month.partition);
  }
  return { ...report, droppedMonths };
}

async function isNeeded(work: HistoryWork, month: Month): Promise<boolean> {
  const { database, isStopping } = work;
  const runtime = { kind: 'runtime' } as const;
  const mayHold = await database.transaction(runtime, (transaction) => mayHoldKeptRows(transaction, month));
  if (!mayHold) return false;
  let after: JournalKey | null = null;
  let needed = false;
  do {
    if (isStopping()) return true;
    const started = performance.now();
    const from: JournalKey | null = after;
    const pass: DeadRows = await database.transaction(runtime, (transaction) =>
      deleteDeadRows(transaction, month, from, instancesPerPass),
    );
    needed ||= pass.kept;
    after = pass.last;
    if (after !== null) await restAfter(started, work);
  } while (after !== null);
  return needed;
}
