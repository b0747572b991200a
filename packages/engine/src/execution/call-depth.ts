/** A process that calls itself would start instances for ever; this many calls within each other are meant. */
export const maxCallDepth = 100;

/** What is said of a call beyond the limit. */
export function calledTooDeep(calledElement: string): string {
  return `Expected at most ${maxCallDepth} calls within each other, but found more when '${calledElement}' was called`;
}
