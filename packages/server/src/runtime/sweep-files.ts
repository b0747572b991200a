import type { FileStore, SweptFile } from '../files/file-store.ts';
import type { Database } from '../store/database.ts';
import { takeSweep } from '../store/file-store-claim.ts';
import { condemnFiles, dropUncommitted, forgetCondemned, overdueCondemned } from '../store/large-values.ts';
import { type Loop, startLoop } from './loop.ts';
import { isTemporary } from './temporary-failure.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const lookEveryMs = 60_000;
const atOnce = 100;

export interface FileSweep {
  readonly database: Database;
  readonly files: FileStore;
  /** The time the files' ages are compared with. */
  readonly now: () => number;
}

/** Every hour one of the nodes looks for files that nothing refers to. */
export function startFileSweep(sweep: FileSweep, onError: (error: unknown) => void): Loop {
  const { database, now } = sweep;
  let stopped = false;
  const loop = startLoop(
    async () => {
      await deleteOverdue(sweep);
      const next = new Date(now() + hourMs);
      const isOurs = await database.transaction({ kind: 'runtime' }, (transaction) =>
        takeSweep(transaction, new Date(now()), next),
      );
      if (isOurs) await sweepFiles(sweep, () => stopped);
      return lookEveryMs;
    },
    (error) => {
      if (!isTemporary(error)) onError(error);
    },
    lookEveryMs,
  );
  return {
    wake: () => loop.wake(),
    stop() {
      stopped = true;
      return loop.stop();
    },
  };
}

/**
 * Deletes the files that nothing refers to and that are older than a day, and what writing processes left
 * when they ended; answers how many. A file is condemned in the database before it is deleted: whoever wants
 * to refer to the same content anew waits until it is gone, and puts it again.
 */
export async function sweepFiles(sweep: FileSweep, isStopped: () => boolean = () => false): Promise<number> {
  const { database, files, now } = sweep;
  const before = now() - dayMs;
  await database.transaction({ kind: 'runtime' }, (transaction) =>
    dropUncommitted(transaction, new Date(before)),
  );
  let deleted = 0;
  let old: SweptFile[] = [];
  for await (const { key, file, modifiedAt } of files.list()) {
    if (isStopped()) return deleted;
    if (modifiedAt >= before) continue;
    if (file === null) {
      await files.deleteLeftOver(key);
      deleted += 1;
    } else if (old.push(file) === atOnce) {
      deleted += await deleteUnused(sweep, old);
      old = [];
    }
  }
  return old.length === 0 ? deleted : deleted + (await deleteUnused(sweep, old));
}

async function deleteUnused(sweep: FileSweep, candidates: readonly SweptFile[]): Promise<number> {
  const unused = await sweep.database.transaction({ kind: 'runtime' }, (transaction) =>
    condemnFiles(transaction, candidates),
  );
  return deleteCondemned(sweep, unused);
}

/** What a sweep condemned whose node ended, or whose store did not answer. */
async function deleteOverdue(sweep: FileSweep): Promise<number> {
  return deleteCondemned(sweep, await sweep.database.transaction({ kind: 'runtime' }, overdueCondemned));
}

async function deleteCondemned(
  { database, files }: FileSweep,
  condemned: readonly SweptFile[],
): Promise<number> {
  if (condemned.length === 0) return 0;
  const outcomes = await Promise.allSettled(condemned.map((file) => files.delete(file)));
  // As long as it is not known whether a file is gone, it may go at any moment.
  const gone = condemned.filter((_file, index) => outcomes[index]?.status === 'fulfilled');
  await database.transaction({ kind: 'runtime' }, (transaction) => forgetCondemned(transaction, gone));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return gone.length;
}
