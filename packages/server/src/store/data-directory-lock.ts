import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The embedded database lets two processes open one directory and silently loses the data of one, so
 * the directory is held by a lock of our own.
 *
 * The lock is the file `lock.<n>` with the highest n. To take it a process looks at the highest file,
 * and, when its holder is gone, creates the next one with `link`, which the file system lets exactly
 * one process do and which shows the file only with its content. Then it looks again: a higher file
 * means it was too slow, and it withdraws. Since the highest file is never deleted, not even on
 * release, a slow process cannot delete or reuse what a faster one relies on, and there is no moment
 * at which two believe they hold the directory. Nothing needs cleaning up after `kill -9`.
 *
 * A holder is gone when its process id is free or belongs to a process that started at another time.
 * In another container (a shared volume) the id says nothing; there the holder is gone when it has not
 * touched its file for a while. A holder that was stopped that long and wakes up finds a higher file
 * and must let go at once, hence `onLost`.
 */
export interface DataDirectoryLock {
  release(): void;
}

interface Holder {
  readonly token: string;
  readonly pid: number;
  /** Process start in clock ticks since boot: tells a process from a later one with its id. */
  readonly startedAt: string | null;
  /** Where `pid` means anything: boot and process namespace. */
  readonly pidSpace: string;
  readonly released: boolean;
}

export interface LockOptions {
  /** Called once when another process has taken the directory over: stop using it at once. */
  readonly onLost?: ((reason: Error) => void) | undefined;
  readonly heartbeatMs?: number;
  /** A holder in another container is watched this long before it counts as gone. */
  readonly silenceMs?: number;
}

export async function lockDataDirectory(
  directory: string,
  { onLost = () => undefined, heartbeatMs = 1_000, silenceMs = 10_000 }: LockOptions = {},
): Promise<DataDirectoryLock> {
  const folder = resolve(directory);
  mkdirSync(folder, { recursive: true });
  const mine: Holder = {
    token: randomUUID(),
    pid: process.pid,
    startedAt: startOf(process.pid),
    pidSpace: pidSpace(),
    released: false,
  };

  const number = await take(folder, mine, silenceMs);
  for (const older of lockNumbers(folder).filter((other) => other < number))
    rmSync(lockFile(folder, older), { force: true });

  const heartbeat = setInterval(() => {
    try {
      const now = new Date();
      utimesSync(lockFile(folder, number), now, now);
      if (highest(folder) === number) return;
    } catch {
      // The directory was removed beneath us: that loses it just as well.
    }
    clearInterval(heartbeat);
    onLost(new Error(`Expected to hold the data directory ${folder}, but another process has taken it over`));
  }, heartbeatMs);
  heartbeat.unref();

  return {
    release() {
      clearInterval(heartbeat);
      if (readHolder(folder, number)?.token !== mine.token) return;
      const file = write(folder, { ...mine, released: true });
      renameSync(file, lockFile(folder, number));
    },
  };
}

async function take(folder: string, mine: Holder, silenceMs: number): Promise<number> {
  for (;;) {
    const last = highest(folder);
    const holder = last === 0 ? undefined : readHolder(folder, last);
    if (holder !== undefined && (await isHeld(folder, last, holder, silenceMs)))
      throw refusal(folder, holder);

    const file = write(folder, mine);
    try {
      linkSync(file, lockFile(folder, last + 1));
    } catch (error) {
      if (isCode(error, 'EEXIST')) continue;
      throw error;
    } finally {
      rmSync(file, { force: true });
    }
    if (highest(folder) === last + 1) return last + 1;
    rmSync(lockFile(folder, last + 1), { force: true });
  }
}

async function isHeld(folder: string, number: number, holder: Holder, silenceMs: number): Promise<boolean> {
  if (holder.released) return false;
  if (holder.pidSpace === pidSpace()) return isAlive(holder);
  const seen = lastTouched(folder, number);
  const looks = 20;
  for (let look = 0; look < looks; look++) {
    await sleep(silenceMs / looks);
    if (lastTouched(folder, number) !== seen) return true;
  }
  return false;
}

function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    return isCode(error, 'EPERM');
  }
  return startOf(holder.pid) === holder.startedAt;
}

/** The 22nd field of /proc/<pid>/stat, counted behind the name, which may itself hold blanks and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X' ? 'ended' : (fields[18] ?? null);
  } catch {
    // No such file: not Linux, or no such process.
    return null;
  }
}

function pidSpace(): string {
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return 'one';
  }
}

function refusal(folder: string, holder: Holder): Error {
  return new Error(
    `Expected to open the data directory ${folder}, but process ${holder.pid} is using it. ` +
      'The embedded database serves one process: stop that one, choose another DATA_DIR, or set DATABASE_URL to share a PostgreSQL.',
  );
}

function highest(folder: string): number {
  return Math.max(0, ...lockNumbers(folder));
}

function lockNumbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

const lockFile = (folder: string, number: number): string => join(folder, `lock.${number}`);

function write(folder: string, holder: Holder): string {
  const file = join(folder, `lock-${holder.token}`);
  writeFileSync(file, JSON.stringify(holder));
  return file;
}

/**
 * Undefined when the file was replaced by a higher one between listing and reading, and when it is not
 * whole: a file is linked only after it was written, so that takes a power cut, and no holder survives one.
 */
function readHolder(folder: string, number: number): Holder | undefined {
  try {
    const content: unknown = JSON.parse(readFileSync(lockFile(folder, number), 'utf8'));
    return isHolder(content) ? content : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isHolder(content: unknown): content is Holder {
  return typeof content === 'object' && content !== null && 'token' in content && 'pid' in content;
}

function lastTouched(folder: string, number: number): number {
  return statSync(lockFile(folder, number), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
