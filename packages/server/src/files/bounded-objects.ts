import { callTimeoutMs, type Objects } from './objects.ts';
import { withinTime } from './within-time.ts';

/** Open files and connections at once at most. */
const atOnce = 64;

/** The same objects: each call has its time, waiting for its turn included, and not too many run at once. */
export function boundedObjects(objects: Objects, timeoutMs = callTimeoutMs): Objects {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < atOnce) running += 1;
    // Whoever finishes hands its place over.
    else await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  function bounded<Result>(call: () => Promise<Result>): Promise<Result> {
    return withinTime(timeoutMs, objects.place, async () => {
      await turn();
      try {
        return await call();
      } finally {
        leave();
      }
    });
  }

  return {
    place: objects.place,
    put: (key, bytes) => bounded(() => objects.put(key, bytes)),
    get: (key) => bounded(() => objects.get(key)),
    delete: (key) => bounded(() => objects.delete(key)),
    list: (folder) => objects.list(folder),
  };
}
