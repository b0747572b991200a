import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { LRUCache } from 'lru-cache';
import { FileStoreFullError, FileStoreUnavailableError } from './file-store-errors.ts';
import { callTimeoutMs, type Objects, type StoredObject } from './objects.ts';
import { withinTime } from './within-time.ts';

const folderMode = 0o700;
const fileMode = 0o600;
const mostKnownFolders = 10_000;
const full: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Objects as files below a folder of this machine, or of a disk that all nodes mount. */
export function localObjects(root: string): Objects {
  const top = resolve(root);
  const place = `the folder ${top}`;
  const pathOf = (key: string): string => join(top, key);
  /** Folders of which the entries above them are known to be on the disk. */
  const durable = new LRUCache<string, true>({ max: mostKnownFolders });

  async function makeFolder(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: folderMode });
    if (durable.has(folder)) return;
    // Up to the folder that holds the store: another process may have made some of them a moment ago.
    for (let above = dirname(folder); ; above = dirname(above)) {
      await syncFolder(above);
      if (above === dirname(top) || above === dirname(above)) break;
    }
    durable.set(folder, true);
  }

  async function write(path: string, bytes: Uint8Array): Promise<void> {
    const unfinished = `${path}.${randomUUID()}.unfinished`;
    try {
      await withFile(await open(unfinished, 'wx', fileMode), async (file) => {
        await file.writeFile(bytes);
        await file.sync();
      });
      await rename(unfinished, path);
    } catch (error) {
      // What cannot be removed now is swept a day later.
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async function attempt<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      if (full.has(codeOf(error))) throw new FileStoreFullError(place, error);
      throw new FileStoreUnavailableError(`Expected ${place} to be usable, but ${String(error)}`, error);
    }
  }

  async function* walk(folder: string): AsyncGenerator<StoredObject> {
    const entries = await withinTime(callTimeoutMs, place, () => attempt(() => entriesOf(pathOf(folder))));
    for (const entry of entries) {
      const key = `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* walk(key);
      else {
        const found = await withinTime(callTimeoutMs, place, () => attempt(() => sizeAndAge(pathOf(key))));
        if (found !== null) yield { key, modifiedAt: found.mtimeMs };
      }
    }
  }

  return {
    place,
    put: (key, bytes) =>
      attempt(async () => {
        const path = pathOf(key);
        await makeFolder(dirname(path));
        if ((await sizeAndAge(path))?.size !== bytes.byteLength) await write(path, bytes);
        // Also when the file was there: whoever wrote it may not have come so far.
        await syncFolder(dirname(path));
      }),
    get: (key) => attempt(() => unlessMissing(readFile(pathOf(key)))),
    delete: (key) => attempt(() => rm(pathOf(key), { force: true })),
    list: walk,
  };
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  return (await unlessMissing(readdir(folder, { withFileTypes: true }))) ?? [];
}

function sizeAndAge(path: string): Promise<{ readonly size: number; readonly mtimeMs: number } | null> {
  return unlessMissing(stat(path));
}

async function syncFolder(folder: string): Promise<void> {
  await withFile(await open(folder, 'r'), (file) => file.sync());
}

async function withFile(file: FileHandle, work: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

async function unlessMissing<Result>(reading: Promise<Result>): Promise<Result | null> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
