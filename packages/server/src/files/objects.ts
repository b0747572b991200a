/** An object of a store, without its content. */
export interface StoredObject {
  readonly key: string;
  /** Epoch milliseconds by the store's clock. */
  readonly modifiedAt: number;
}

/**
 * Bytes by key: what a file store is built on. Keys are lower-case letters, digits, dots, dashes and slashes.
 * Every call ends within `callTimeoutMs`; when the store cannot be reached it throws
 * `FileStoreUnavailableError`, when it has no room `FileStoreFullError`.
 */
export interface Objects {
  /** Where it is, for people to read. */
  readonly place: string;
  /** Resolves when the bytes would survive a power cut. The same key always comes with the same bytes. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** Null when there is no such object. */
  get(key: string): Promise<Uint8Array | null>;
  /** Whether it was there or not. */
  delete(key: string): Promise<void>;
  /** All objects whose keys begin with `folder` and a slash, in no particular order. */
  list(folder: string): AsyncIterable<StoredObject>;
}

export const callTimeoutMs = 15_000;
