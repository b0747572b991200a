import { createHash } from 'node:crypto';
import type { Event, Json } from '@wbpm/engine';
import { LRUCache } from 'lru-cache';
import { type FileStore, tenantKeyOf } from '../files/file-store.ts';
import { FileStoreUnavailableError, ValueUnreadableError } from '../files/file-store-errors.ts';
import type { Database } from '../store/database.ts';
import type { InstanceChange } from '../store/instance-change.ts';
import type { StoredJournalEntry, StoredJournalRow } from '../store/journal.ts';
import type { LargeValueReference } from '../store/large-value-reference.ts';
import { announceLargeValues } from '../store/large-values.ts';
import type { LoadedInstance, StoredInstance } from '../store/load-instances.ts';
import { coalesce } from './coalesce.ts';
import { type PlacedReference, putBack } from './taken-out.ts';

/**
 * Values that live in the file store while rows refer to them. Reading throws `ValueUnreadableError` when a
 * file is missing or not what was put, and `FileStoreUnavailableError` when the store is away.
 */
export interface LargeValues {
  /** Values whose JSON text has more bytes are large. */
  readonly limitBytes: number;
  /** Makes the large values of a change durable; only then it may be committed. */
  keep(change: InstanceChange): Promise<void>;
  /** The instance with all its variables. */
  instance(loaded: LoadedInstance): Promise<StoredInstance>;
  /** The entry with everything its events say. */
  entry(tenantId: string, row: StoredJournalRow): Promise<StoredJournalEntry>;
}

/** For databases no large value was ever taken out of. */
export const everyValueInItsRow: LargeValues = {
  limitBytes: Number.POSITIVE_INFINITY,
  keep: () => Promise.resolve(),
  instance: ({ instance }) =>
    instance.largeVariables.length === 0
      ? Promise.resolve(instance)
      : Promise.reject(withoutStore(`instance ${instance.instanceId}`)),
  entry: (_tenantId, row) =>
    row.largeValues === null
      ? Promise.resolve({ ...row, events: eventsOf(row) })
      : Promise.reject(withoutStore(`event ${row.firstSeq}`)),
};

function withoutStore(holder: string): Error {
  return new Error(`Expected every value of ${holder} in its row, but some are in a file store`);
}

const cachedBytes = 16 * 1024 * 1024;

export function createLargeValues(dependencies: {
  readonly database: Database;
  readonly files: FileStore;
  readonly limitBytes: number;
}): LargeValues {
  const { database, files, limitBytes } = dependencies;
  const cache = new LRUCache<string, Uint8Array>({
    maxSize: cachedBytes,
    maxEntrySize: cachedBytes / 4,
    sizeCalculation: (content) => content.byteLength,
  });
  /** Several callers may have the same loaded instance: once it is in use nobody may write into it. */
  const completed = new WeakMap<LoadedInstance, Promise<StoredInstance>>();
  const announce = coalesce(
    (changes: readonly InstanceChange[]) =>
      database.transaction({ kind: 'runtime' }, async (transaction) => {
        const condemned = await announceLargeValues(transaction, changes.flatMap(announcements));
        const isCondemned = new Set(condemned.map(fileKey));
        return changes.map((change) => ({
          id: changeKey(change),
          waits: announcements(change).some(({ tenantKey, file }) =>
            isCondemned.has(fileKey({ tenantKey, sha256: file.sha256 })),
          ),
        }));
      }),
    changeKey,
    ({ id }) => id,
  );

  async function read(tenantId: string, file: LargeValueReference): Promise<Json> {
    const key = `${tenantId} ${file.sha256}`;
    const known = cache.get(key);
    const content = known ?? (await files.get({ tenantId, sha256: file.sha256 }));
    if (content === null) throw new ValueUnreadableError(file, 'none');
    if (known === undefined) {
      const found = createHash('sha256').update(content).digest('hex');
      if (found !== file.sha256) {
        throw new ValueUnreadableError(file, `${content.byteLength} bytes with SHA-256 ${found}`);
      }
      cache.set(key, content);
    }
    // Written by this program and never changed, as the hash says.
    return JSON.parse(Buffer.from(content).toString()) as Json;
  }

  async function complete({ instance }: LoadedInstance): Promise<StoredInstance> {
    const { largeVariables } = instance;
    const values = await Promise.all(largeVariables.map(({ file }) => read(instance.tenantId, file)));
    for (const [index, { scopeId, name }] of largeVariables.entries()) {
      const scope = instance.state.variables.get(scopeId);
      if (scope === undefined) throw new Error(`Expected variables of scope ${scopeId}, but found none`);
      scope[name] = values[index] ?? null;
    }
    return instance;
  }

  return {
    limitBytes,
    async keep(change) {
      const { tenantId, largeValues } = change;
      if (largeValues.length === 0) return;
      const announced = await announce(change);
      if (announced === null || announced.waits) {
        throw new FileStoreUnavailableError(
          'Expected to put a large value, but one with this content is just being deleted; try again',
        );
      }
      await Promise.all(
        largeValues.map(async ({ sha256, content }) => {
          await files.put({ tenantId, sha256 }, content);
          cache.set(`${tenantId} ${sha256}`, content);
        }),
      );
    },
    instance(loaded) {
      if (loaded.instance.largeVariables.length === 0) return Promise.resolve(loaded.instance);
      const known = completed.get(loaded);
      if (known !== undefined) return known;
      const completing = complete(loaded);
      completed.set(loaded, completing);
      return completing;
    },
    async entry(tenantId, row) {
      const events = eventsOf(row);
      const places = row.largeValues === null ? [] : (JSON.parse(row.largeValues) as PlacedReference[]);
      await Promise.all(
        places.map(async ({ pointer, ...file }) => putBack(events, pointer, await read(tenantId, file))),
      );
      return { ...row, events };
    },
  };
}

// Written by this program and never changed: parsed without a second look.
function eventsOf({ eventsText }: StoredJournalRow): Event[] {
  return JSON.parse(eventsText) as Event[];
}

function announcements({ tenantId, instanceId, largeValues }: InstanceChange) {
  const tenantKey = tenantKeyOf(tenantId);
  return largeValues.map((file) => ({ tenantId, tenantKey, instanceId, file }));
}

function changeKey({ tenantId, instanceId }: InstanceChange): string {
  return `${tenantId} ${instanceId}`;
}

function fileKey({ tenantKey, sha256 }: { readonly tenantKey: string; readonly sha256: string }): string {
  return `${tenantKey} ${sha256}`;
}
