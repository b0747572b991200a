import type { Database } from '../store/database.ts';
import { nextJobDueAt } from '../store/jobs.ts';
import type { TestClock } from './clock.ts';
import { nextTimerDueAt } from './due-timers.ts';
import type { Runtime } from './runtime.ts';

/**
 * Moves a test clock to `target` (epoch ms), stopping at every timer and every retry on the way: each
 * happens at its own time, and what follows from it is found in turn. Resolves when everything that fell
 * due has happened.
 */
export function advanceClock(
  database: Database,
  runtime: Runtime,
  clock: TestClock,
  target: number,
): Promise<void> {
  return runtime.holdTimers(async () => {
    await runtime.doWhatIsDue();
    for (;;) {
      const retry = await database.transaction({ kind: 'runtime' }, (transaction) =>
        nextJobDueAt(transaction, clock.now()),
      );
      const next = Math.min(await nextTimerDueAt(database), retry ?? Number.POSITIVE_INFINITY);
      if (next > target) break;
      clock.set(Math.max(next, clock.now()));
      await runtime.doWhatIsDue();
    }
    clock.set(target);
    await runtime.doWhatIsDue();
  });
}
