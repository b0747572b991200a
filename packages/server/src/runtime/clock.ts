/** Epoch milliseconds. Follows the database's clock, so that nodes agree whatever their own clocks say. */
export interface Clock {
  now(): number;
  /** Tells what the database's clock said just now. */
  synchronise(databaseNowMs: number): void;
}

/** Counts on from there by the machine's steady clock: setting the time of a machine moves no timer. */
export function systemClock(): Clock {
  let startedAt = performance.timeOrigin;
  return {
    now: () => Math.floor(startedAt + performance.now()),
    synchronise(databaseNowMs) {
      startedAt = databaseNowMs - performance.now();
    },
  };
}

/** A clock that tests set and advance; it stands ahead of the real one and goes on running. */
export interface TestClock extends Clock {
  set(epochMs: number): void;
}

export function testClock(): TestClock {
  const system = systemClock();
  let aheadMs = 0;
  return {
    now: () => system.now() + aheadMs,
    synchronise: (databaseNowMs) => system.synchronise(databaseNowMs),
    set(epochMs) {
      aheadMs = epochMs - system.now();
    },
  };
}
