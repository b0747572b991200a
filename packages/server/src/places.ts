/** So many pieces of work at once; what comes meanwhile waits for its turn. */
export interface Places {
  /** How much waits. */
  readonly waiting: number;
  run<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** Whoever finishes hands the place over to who waits longest, so that nobody comes in between. */
export function createPlaces(most: number): Places {
  const waiting: (() => void)[] = [];
  let taken = 0;

  function leave(): void {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  }

  return {
    get waiting() {
      return waiting.length;
    },
    async run(work) {
      if (taken < most) taken += 1;
      else await new Promise<void>((go) => void waiting.push(go));
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
