import { type Loop, startLoop } from '../runtime/loop.ts';
import type { Database } from '../store/database.ts';
import { deleteExpiredSessions } from '../store/sessions.ts';

const everyMs = 10 * 60_000;
/** A loop wakes at least once a minute; most of the time there is nothing to do. */
const lookEveryMs = 60_000;

/** Deletes sessions that are over. They count no more before that either. */
export function startSessionSweep(
  { database, now }: { readonly database: Database; readonly now: () => number },
  onError: (error: unknown) => void,
): Loop {
  let due = now() + everyMs;
  return startLoop(async () => {
    if (now() < due) return lookEveryMs;
    due = now() + everyMs;
    await database.transaction({ kind: 'runtime' }, deleteExpiredSessions);
    return lookEveryMs;
  }, onError);
}
