import { archiveInstances } from '../store/archive.ts';
import { type HistoryReport, type HistoryWork, runInSteps } from './run-in-steps.ts';

export const usualArchiveDays = 90;

/**
 * Moves instances that ended, in whatever way, more than so many days ago out of the tables of what runs, with
 * their tasks, variables and incidents. They are found there by id and by searches of the archive.
 */
export function archiveCompletedProcesses(
  work: HistoryWork,
  { olderThanDays = usualArchiveDays }: { readonly olderThanDays?: number } = {},
): Promise<HistoryReport> {
  return runInSteps(work, { olderThanDays }, archiveInstances);
}
