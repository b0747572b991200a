import type { JobDefinition } from '../model/event-definition.ts';

/** How long a job rests after a failure where neither its worker nor its model says so. */
export interface BackOff {
  /** After the first failure; twice as long after every further one. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** 0 to 1: the share of the wait that is left out, so that jobs that failed together do not return together. */
  readonly spread: number;
}

/** The wait before the next attempt of a job that has just failed. */
export function retryWaitMs(
  { retries, retryWaitsMs = [] }: JobDefinition,
  retriesLeft: number,
  backOff: BackOff | undefined,
): number {
  // Attempts that were given anew, with an incident that was resolved, begin with the first wait again.
  const failures = Math.max(1, retries - retriesLeft);
  const written = retryWaitsMs[Math.min(failures, retryWaitsMs.length) - 1];
  if (written !== undefined) return written;
  if (backOff === undefined) return 0;
  const { firstMs, longestMs, spread } = backOff;
  return Math.round(Math.min(longestMs, firstMs * 2 ** (failures - 1)) * (1 - spread));
}
