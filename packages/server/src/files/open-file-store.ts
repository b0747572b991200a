import { randomUUID } from 'node:crypto';
import type { Database, Transaction } from '../store/database.ts';
import { claimedFileStore, claimFileStore, claimFileStoreAnew } from '../store/file-store-claim.ts';
import { boundedObjects } from './bounded-objects.ts';
import { type FileStore, fileStore, markerKey } from './file-store.ts';
import { localObjects } from './local-objects.ts';
import type { Objects } from './objects.ts';
import { type S3Settings, s3Objects } from './s3-objects.ts';

export type FileSettings =
  | { readonly storage: 'local'; readonly path: string }
  | ({ readonly storage: 's3' } & S3Settings);

/**
 * The file store of the database. The first node puts a mark into the store and its id into the database;
 * who comes after must find both. A database that refers to no file, and that no other node is at work on,
 * takes the store it is given. Throws when the store is another one than that of the database, or cannot be
 * reached.
 */
export async function openFileStore(settings: FileSettings, database: Database): Promise<FileStore> {
  const objects = boundedObjects(
    settings.storage === 'local' ? localObjects(settings.path) : s3Objects(settings),
  );
  const inRuntime = <Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> =>
    database.transaction({ kind: 'runtime' }, work);
  const known = await inRuntime(claimedFileStore);
  if (known !== null && (await isMarked(objects, known))) return fileStore(objects, known);

  const fresh = randomUUID();
  await objects.put(markerKey(fresh), Buffer.from(fresh));
  const claimed = await inRuntime((transaction) =>
    known === null ? claimFileStore(transaction, fresh) : claimFileStoreAnew(transaction, known, fresh),
  );
  if (claimed === fresh) return fileStore(objects, fresh);
  await objects.delete(markerKey(fresh));
  if (await isMarked(objects, claimed)) return fileStore(objects, claimed);
  throw new Error(
    `Expected the file store of this database (${claimed}), but ${objects.place} is another one: all nodes of a database use one store, so give this node the same FILE_STORAGE_PATH or S3_BUCKET`,
  );
}

async function isMarked(objects: Objects, storeId: string): Promise<boolean> {
  const mark = await objects.get(markerKey(storeId));
  return mark !== null && Buffer.from(mark).toString() === storeId;
}
