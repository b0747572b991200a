/** Epoch milliseconds. Follows the database's clock, so that nodes agree whatever their own clocks say. */
export interface Clock {
  now(): number;
  /** Tells what the database's clock said just now. */
  synchronise(databaseNowMs: number): void;
}

export function systemClock(): Clock {
  let offsetMs = 0;
  return {
    now: () => Date.now() + offsetMs,
    synchronise(databaseNowMs) {
      offsetMs = databaseNowMs - Date.now();
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
