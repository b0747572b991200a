import { FileStoreFullError, FileStoreUnavailableError } from '../files/file-store-errors.ts';
import { CommitUnknownError, DatabaseUnavailableError } from '../store/database.ts';
import { isRetryable, isStorageFull, isTimeout } from '../store/retryable.ts';
import { OverloadedError } from './overloaded-error.ts';

/** Nobody's fault: the same may be tried again, and nothing has to be reported. */
export function isTemporary(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailableError ||
    error instanceof CommitUnknownError ||
    error instanceof OverloadedError ||
    error instanceof FileStoreUnavailableError ||
    error instanceof FileStoreFullError ||
    isRetryable(error) ||
    isTimeout(error) ||
    isStorageFull(error)
  );
}
