import { CommitUnknownError, DatabaseUnavailableError } from '../store/database.ts';
import { OverloadedError } from './overloaded-error.ts';

/** Nobody's fault: the same may be tried again, and nothing has to be reported. */
export function isTemporary(error: unknown): boolean {
  return (
    error instanceof DatabaseUnavailableError ||
    error instanceof CommitUnknownError ||
    error instanceof OverloadedError
  );
}
