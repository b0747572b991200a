import { Refusal } from '../access/refusal.ts';
import {
  FileStoreFullError,
  FileStoreUnavailableError,
  ValueUnreadableError,
} from '../files/file-store-errors.ts';
import { OverloadedError } from '../runtime/overloaded-error.ts';
import { CommitUnknownError, DatabaseUnavailableError } from '../store/database.ts';
import { isRetryable, isStorageFull, isTimeout } from '../store/retryable.ts';

/** What the layers below throw when they cannot serve now, as the API answers it. */
export function translateError(error: unknown): Refusal | null {
  if (error instanceof OverloadedError) {
    return new Refusal(error.ofTenant ? 'RATE_LIMITED' : 'UNAVAILABLE', error.message, {
      retryAfterSeconds: error.retryAfterSeconds,
      cause: error,
    });
  }
  if (error instanceof CommitUnknownError) {
    return new Refusal(
      'OUTCOME_UNKNOWN',
      'Expected an answer of the database to the commit, but the connection broke; repeat with the same Idempotency-Key',
      { retryAfterSeconds: 1, cause: error },
    );
  }
  if (error instanceof DatabaseUnavailableError) {
    return new Refusal('UNAVAILABLE', 'Expected the database to answer, but it is away', {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (isTimeout(error) || isRetryable(error)) {
    return new Refusal('UNAVAILABLE', 'Expected the database to answer in time, but it is too busy', {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (isStorageFull(error)) {
    return new Refusal('STORAGE_FULL', 'Expected room in the database, but its disk is full', {
      retryAfterSeconds: 10,
      cause: error,
    });
  }
  if (error instanceof FileStoreUnavailableError) {
    return new Refusal('UNAVAILABLE', 'Expected the file store to answer, but it is away', {
      retryAfterSeconds: 1,
      cause: error,
    });
  }
  if (error instanceof FileStoreFullError) {
    return new Refusal('STORAGE_FULL', 'Expected room in the file store, but it is full', {
      retryAfterSeconds: 10,
      cause: error,
    });
  }
  if (error instanceof ValueUnreadableError) {
    return new Refusal('VALUE_UNREADABLE', error.message, { cause: error });
  }
  return null;
}
