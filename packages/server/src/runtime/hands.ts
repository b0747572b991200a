/** How many jobs the handlers of a node work on at once: in all, and of a type where one has a limit of its own. */
export interface JobConcurrency {
  readonly total: number;
  readonly byType: ReadonlyMap<string, number>;
}

/** Hands that are kept free for what a round of the poll brings. */
export interface Reserved {
  readonly rooms: readonly { readonly type: string; readonly room: number }[];
  readonly limit: number;
}

const none: Reserved = { rooms: [], limit: 0 };

/** The hands of a node. One is taken when its job is leased, before the work begins. */
export class Hands {
  readonly #limits: JobConcurrency;
  readonly #taken = new Map<string, number>();
  #busy = 0;
  #reserved = none;

  constructor(limits: JobConcurrency) {
    this.#limits = limits;
  }

  get busy(): number {
    return this.#busy;
  }

  freeFor(type: string): number {
    const room = this.#reserved.rooms.find((reserved) => reserved.type === type)?.room ?? 0;
    const ofType =
      (this.#limits.byType.get(type) ?? this.#limits.total) - (this.#taken.get(type) ?? 0) - room;
    return Math.min(this.#limits.total - this.#busy - this.#reserved.limit, ofType);
  }

  /**
   * Keeps hands free until `endReserve`: all there are for the types that have jobs waiting. Of others
   * half, so that new jobs find one in the meantime.
   */
  reserve(types: readonly string[], hasWaiting: (type: string) => boolean): Reserved {
    const rooms = types
      .map((type) => ({ type, room: this.freeFor(type) }))
      .filter(({ room }) => room > 0)
      .map(({ type, room }) => ({ type, room: hasWaiting(type) ? room : Math.ceil(room / 2) }));
    const free = this.#limits.total - this.#busy;
    const wanted = types.some(hasWaiting) ? free : Math.ceil(free / 2);
    this.#reserved = { rooms, limit: rooms.length === 0 ? 0 : wanted };
    return this.#reserved;
  }

  endReserve(): void {
    this.#reserved = none;
  }

  take(type: string): void {
    this.#busy += 1;
    this.#taken.set(type, (this.#taken.get(type) ?? 0) + 1);
  }

  release(type: string): void {
    this.#busy -= 1;
    this.#taken.set(type, (this.#taken.get(type) ?? 1) - 1);
  }
}
