/**
 * Work of which no more than so much goes on at once. Whoever has more of it waits for room first, so that what
 * arrives a hundred thousand at a time is neither in memory as a whole nor in everybody's way.
 */
export class UnderWay {
  readonly #most: () => number;
  #waiting: (() => void)[] = [];
  #count = 0;
  #failure: { readonly error: unknown } | null = null;

  /** `most` is asked anew each time: what is little for a fast store is much for a slow one. */
  constructor(most: () => number) {
    this.#most = most;
  }

  /**
   * Resolves when a `share` of the room is free, and answers how much is: at least one. Throws what work begun
   * before has failed with.
   */
  async room(share = 0): Promise<number> {
    while (this.#failure === null && this.#free() < Math.max(1, this.#most() * share)) await this.#nextEnd();
    this.#throwFailure();
    return this.#free();
  }

  /** `work` counts until it has ended. */
  begin(work: Promise<unknown>): void {
    this.#count += 1;
    work
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#count -= 1;
        const waiting = this.#waiting;
        this.#waiting = [];
        for (const look of waiting) look();
      });
  }

  /** Resolves when nothing is under way any more; throws the first failure. */
  async ended(): Promise<void> {
    while (this.#count > 0) await this.#nextEnd();
    this.#throwFailure();
  }

  /** With nothing under way there is room, whatever the most is. */
  #free(): number {
    const most = Math.floor(this.#most());
    return this.#count === 0 ? Math.max(1, most) : most - this.#count;
  }

  #nextEnd(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #throwFailure(): void {
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
  }
}
