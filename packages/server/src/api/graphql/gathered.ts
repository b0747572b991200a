/** What a subscription hears, put by its key: a later one takes the place of an earlier one that was not sent yet. */
export type Put<Update> = (key: string, update: Update) => void;

/** Updates of one thing within this time become one. */
const gatherMs = 100;
/** A subscriber that has more to be told than this is told that everything may have changed instead. */
const mostWaiting = 200;

/**
 * Updates as a subscription takes them, one by one and as fast as it can. `begin` is told where to put them and answers
 * how to stop that; `whole` stands for any number of updates.
 */
export function gathered<Update>(
  begin: (put: Put<Update>) => () => void,
  whole: Update,
): AsyncIterableIterator<Update, undefined> {
  const waiting = new Map<string, Update>();
  let timer: NodeJS.Timeout | null = null;
  let ended = false;
  let wake = (): void => {};

  const stop = begin((key, update) => {
    if (waiting.size >= mostWaiting && !waiting.has(key)) {
      waiting.clear();
      waiting.set('', whole);
    } else waiting.set(key, update);
    timer ??= setTimeout(() => {
      timer = null;
      wake();
    }, gatherMs);
  });

  async function next(): Promise<IteratorResult<Update, undefined>> {
    for (;;) {
      if (ended) return { done: true, value: undefined };
      const [first] = timer === null ? waiting : [];
      if (first !== undefined) {
        waiting.delete(first[0]);
        return { done: false, value: first[1] };
      }
      await new Promise<void>((go) => {
        wake = go;
      });
    }
  }

  return {
    next,
    return() {
      ended = true;
      stop();
      if (timer !== null) clearTimeout(timer);
      wake();
      return Promise.resolve({ done: true, value: undefined });
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
