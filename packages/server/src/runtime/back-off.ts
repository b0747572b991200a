import type { BackOff } from '@wbpm/engine';

const longestMs = 3_600_000;
const widestSpread = 0.5;

/** The wait of one failure where neither worker nor model says how long: up to half of it is left to chance. */
export function backOffFrom(firstMs: number): BackOff {
  return { firstMs, longestMs, spread: Math.random() * widestSpread };
}
