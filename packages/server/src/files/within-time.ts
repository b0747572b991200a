import { FileStoreUnavailableError } from './file-store-errors.ts';

/** What the work gives, or `FileStoreUnavailableError` when that takes too long; the work may go on then. */
export async function withinTime<Result>(
  timeoutMs: number,
  place: string,
  work: () => Promise<Result>,
): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new FileStoreUnavailableError(`Expected ${place} to answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([work(), over]);
  } finally {
    clearTimeout(timer);
  }
}
