import type { Clock } from '../runtime/clock.ts';
import { type Loop, startLoop } from '../runtime/loop.ts';
import type { Database } from '../store/database.ts';
import { ensureJournalMonths } from '../store/journal-months.ts';
import { archiveCompletedProcesses } from './archive-completed-processes.ts';
import { deleteOldHistory } from './delete-old-history.ts';

interface HistorySettings {
  /** Ended instances of that age move to the archive; null: never. */
  readonly archiveAfterDays: number | null;
  /** Archived instances that ended so long ago are deleted; null: never. */
  readonly retentionDays: number | null;
}

interface HistoryDependencies {
  readonly database: Database;
  readonly clock: Clock;
  readonly settings: HistorySettings;
  readonly onError: (error: unknown) => void;
}

const dayMs = 86_400_000;
/** The server may have been started only for a moment; and starting is work enough. */
const firstRunMs = 60_000;
const pollMs = 60_000;

/**
 * At start and once a day on every node: makes the months of the journal that are ahead. Once a day: archives and
 * deletes what is old enough. Nodes that are at it together share the work.
 */
export function startHistory({ database, clock, settings, onError }: HistoryDependencies): Loop {
  let stopping = false;
  let monthsDueAt = 0;
  let dueAt = clock.now() + firstRunMs;
  const loop = startLoop(async () => {
    const run = { database, now: new Date(clock.now()), isStopping: () => stopping };
    if (clock.now() >= monthsDueAt) {
      await ensureJournalMonths(database, run.now);
      monthsDueAt = run.now.getTime() + dayMs;
    }
    if (clock.now() < dueAt) return pollMs;
    if (settings.archiveAfterDays !== null) {
      await archiveCompletedProcesses(run, { olderThanDays: settings.archiveAfterDays });
    }
    if (settings.retentionDays !== null) {
      await deleteOldHistory(run, { olderThanDays: settings.retentionDays });
    }
    dueAt = run.now.getTime() + dayMs;
    return pollMs;
  }, onError);
  return {
    wake() {
      dueAt = 0;
      monthsDueAt = 0;
      loop.wake();
    },
    stop() {
      stopping = true;
      return loop.stop();
    },
  };
}
