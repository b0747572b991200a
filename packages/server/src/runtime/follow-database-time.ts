import type { Database } from '../store/database.ts';
import { databaseNow } from '../store/database-time.ts';
import type { Clock } from './clock.ts';
import { type Loop, startLoop } from './loop.ts';
import { isTemporary } from './temporary-failure.ts';

const pauseMs = 60_000;
/** A slower answer says too little about the time it is now. */
const longestAnswerMs = 1000;

/**
 * Clocks drift apart, and one stands still while its machine sleeps. What the database answers is at most
 * as late as its answer took, so that a timer may be late by that much but is never early.
 */
export function followDatabaseTime(
  database: Database,
  clock: Clock,
  onError: (error: unknown) => void,
): Loop {
  async function follow(): Promise<number> {
    const asked = performance.now();
    const now = await databaseNow(database);
    if (performance.now() - asked <= longestAnswerMs) clock.synchronise(now);
    return pauseMs;
  }
  return startLoop(follow, (error) => {
    if (!isTemporary(error)) onError(error);
  });
}
