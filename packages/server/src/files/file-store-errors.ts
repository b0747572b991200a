/** The file store did not answer, or refused: nothing is lost, and the same may be tried again. */
export class FileStoreUnavailableError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'FileStoreUnavailableError';
  }
}

/** The file store has no room left: nothing was written. */
export class FileStoreFullError extends Error {
  constructor(place: string, cause: unknown) {
    super(`Expected room in ${place}, but it is full`, { cause });
    this.name = 'FileStoreFullError';
  }
}

/** A value a row refers to is not in the file store as it was put there. Only somebody who has a copy can help. */
export class ValueUnreadableError extends Error {
  constructor(file: { readonly sha256: string; readonly bytes: number }, found: string) {
    super(
      `Expected the value of ${file.bytes} bytes with SHA-256 ${file.sha256} in the file store, but found ${found}`,
    );
    this.name = 'ValueUnreadableError';
  }
}
