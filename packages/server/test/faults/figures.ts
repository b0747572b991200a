/** The seed of a fault test; `WBPM_FAULT_SEED` goes back to a run that failed. */
export const seed = Number(process.env['WBPM_FAULT_SEED'] ?? 20_261_128);

/** The long form, which takes minutes. */
export const full = process.env['WBPM_FULL_FAULTS'] === 'true';

/** Numbers from 0 up to 1 that follow from the seed alone (mulberry32). */
export function seededRandom(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `p50/p99` of durations, in whole milliseconds. */
export function percentiles(durationsMs: readonly number[]): string {
  const sorted = [...durationsMs].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
  return `${at(0.5)}/${at(0.99)} ms`;
}

/** How long it has been since then, a moment of `performance.now()`: `12.3 s`. */
export function since(began: number): string {
  return `${((performance.now() - began) / 1000).toFixed(1)} s`;
}

/** The one line a fault test leaves. */
export function printFigures(name: string, figures: Readonly<Record<string, string | number>>): void {
  const parts = Object.entries(figures).map(([what, figure]) => `${what}=${figure}`);
  console.log([name, `seed=${seed}`, ...parts].join(' '));
}
