import { createPlaces } from '../places.ts';
import { callTimeoutMs, type Objects } from './objects.ts';
import { withinTime } from './within-time.ts';

/** Open files and connections at once at most. */
const atOnce = 64;

/** The same objects: each call has its time, waiting for its turn included, and not too many run at once. */
export function boundedObjects(objects: Objects, timeoutMs = callTimeoutMs): Objects {
  const places = createPlaces(atOnce);
  const bounded = <Result>(call: () => Promise<Result>): Promise<Result> =>
    withinTime(timeoutMs, objects.place, () => places.run(call));

  return {
    place: objects.place,
    put: (key, bytes) => bounded(() => objects.put(key, bytes)),
    get: (key) => bounded(() => objects.get(key)),
    delete: (key) => bounded(() => objects.delete(key)),
    list: (folder) => objects.list(folder),
  };
}
