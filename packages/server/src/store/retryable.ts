import { DatabaseError } from 'pg';

const serializationFailure = '40001';
const deadlockDetected = '40P01';

/**
 * Whether the same transaction may succeed when run again at once. A cached plan that no longer fits
 * its table is among them: another node migrated the schema, and the connection holding the plan has
 * been dropped.
 */
export function isRetryable(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  return error.code === serializationFailure || error.code === deadlockDetected || isStalePlan(error);
}

export function isStalePlan(error: unknown): boolean {
  return (
    error instanceof DatabaseError && error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
  );
}

const refusedClasses = new Set(['22', '23', '54']);

/** The database refuses a value, whoever sends it and however often: out of range, too long, not allowed. */
export function isRefusedData(error: unknown): boolean {
  return error instanceof DatabaseError && refusedClasses.has((error.code ?? '').slice(0, 2));
}

const timedOut = new Set(['57014', '55P03', '25P03']);

/** The database gave the statement or the transaction up, because it waited or took too long. */
export function isTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && timedOut.has(error.code ?? '');
}

const lockNotAvailable = '55P03';

/** Somebody else held a lock for longer than the transaction was willing to wait. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === lockNotAvailable;
}

const diskFull = '53100';

/** The database has no room left: nothing was written. */
export function isStorageFull(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === diskFull;
}
