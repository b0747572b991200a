import type { Database } from '../store/database.ts';
import { nextDueAt } from '../store/timers.ts';
import type { TestClock } from './clock.ts';
import type { Runtime } from './runtime.ts';

/**
 * Moves a test clock to `target` (epoch ms), stopping at every timer on the way: each fires at its own
 * time, and timers that follow from it are found in turn. Resolves when everything due has happened.
 */
export async function advanceClock(
  database: Database,
  runtime: Runtime,
  clock: TestClock,
  target: number,
): Promise<void> {
  await runtime.atRest();
  for (;;) {
    const next = await database.transaction({ kind: 'runtime' }, nextDueAt);
    if (next === null || next > target) break;
    clock.set(Math.max(next, clock.now()));
    const fired = await runtime.fireDueTimers();
    if (fired === 0) break;
  }
  clock.set(target);
  await runtime.fireDueTimers();
}
