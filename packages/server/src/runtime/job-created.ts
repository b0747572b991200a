import type { InstanceChange } from '../store/instance-change.ts';

/** Resolves when one of the changes holds a job of that type, after `timeoutMs`, or when `aborted` says so. */
export function jobCreated(
  onCommitted: (listener: (change: InstanceChange) => void) => () => void,
  { tenantId, type }: { readonly tenantId: string; readonly type: string },
  timeoutMs: number,
  aborted: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, timeoutMs);
    const forget = onCommitted((change) => {
      if (change.tenantId === tenantId && change.jobs.created.some((job) => job.type === type)) done();
    });
    function done(): void {
      clearTimeout(timer);
      forget();
      aborted.removeEventListener('abort', done);
      resolve();
    }
    aborted.addEventListener('abort', done);
  });
}
