import type { TestClock } from '../../../src/runtime/clock.ts';

/** Stands still between two moments it is set to, so that the times in a journal can be compared. */
export function standingClock(epochMs: number): TestClock {
  let now = epochMs;
  return {
    now: () => now,
    synchronise() {},
    set(moment) {
      now = moment;
    },
  };
}
