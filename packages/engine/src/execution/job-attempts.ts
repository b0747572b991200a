/** No worker is given a job without attempts, so a job that waits for one has at least one. */
export function atLeastOneAttempt(retries: number): number {
  return Math.max(1, retries);
}
