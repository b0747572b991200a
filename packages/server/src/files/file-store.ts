import { createHash } from 'node:crypto';
import type { Objects } from './objects.ts';

/** A file by whom it belongs to and what is in it. */
export interface FileName {
  readonly tenantId: string;
  readonly sha256: string;
}

/** A file as a sweep finds it: the tenant's name cannot be told from it. */
export interface SweptFile {
  readonly tenantKey: string;
  readonly sha256: string;
}

export interface StoredFile {
  readonly key: string;
  /** Null: it is no file, but what a process left that ended while it wrote one. */
  readonly file: SweptFile | null;
  /** Epoch milliseconds by the store's clock. */
  readonly modifiedAt: number;
}

/**
 * Immutable files by tenant and SHA-256, below a folder of this store's own: several databases may share the
 * place without seeing each other's files. Errors are those of `Objects`.
 */
export interface FileStore {
  readonly storeId: string;
  readonly place: string;
  /** Resolves when the file would survive a power cut, whether it was there before or not. */
  put(name: FileName, bytes: Uint8Array): Promise<void>;
  /** What is stored, unchecked; null when there is no such file. */
  get(name: FileName): Promise<Uint8Array | null>;
  delete(file: SweptFile): Promise<void>;
  /** Something that is no file, by its key. */
  deleteLeftOver(key: string): Promise<void>;
  list(): AsyncIterable<StoredFile>;
}

export function fileStore(objects: Objects, storeId: string): FileStore {
  const keyOfFile = ({ tenantId, sha256 }: FileName): string => keyOf(storeId, tenantKeyOf(tenantId), sha256);
  return {
    storeId,
    place: objects.place,
    put: (name, bytes) => objects.put(keyOfFile(name), bytes),
    get: (name) => objects.get(keyOfFile(name)),
    delete: ({ tenantKey, sha256 }) => objects.delete(keyOf(storeId, tenantKey, sha256)),
    deleteLeftOver: (key) => objects.delete(key),
    async *list() {
      for await (const { key, modifiedAt } of objects.list(storeId)) {
        if (key !== markerKey(storeId)) yield { key, file: fileOf(key), modifiedAt };
      }
    },
  };
}

/** Says that the store belongs to the database with this id. */
export function markerKey(storeId: string): string {
  return `${storeId}/store-id`;
}

/** A tenant's name may be any text; what files are called must not be. */
export function tenantKeyOf(tenantId: string): string {
  return createHash('sha256').update(tenantId).digest('hex');
}

function keyOf(storeId: string, tenantKey: string, sha256: string): string {
  return `${storeId}/${tenantKey}/${sha256.slice(0, 2)}/${sha256}`;
}

function fileOf(key: string): SweptFile | null {
  const [, tenantKey, sha256] = /^[^/]+\/([0-9a-f]{64})\/[0-9a-f]{2}\/([0-9a-f]{64})$/.exec(key) ?? [];
  return tenantKey === undefined || sha256 === undefined ? null : { tenantKey, sha256 };
}
