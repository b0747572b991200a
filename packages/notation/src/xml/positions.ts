export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Turns offsets into 1-based lines and columns. */
export interface Positions {
  at(offset: number): Position;
  /** The offset of a 0-based line and column. */
  offsetOf(line: number, column: number): number;
}

export function positionsIn(source: string): Positions {
  const starts = [0];
  for (let at = source.indexOf('\n'); at !== -1; at = source.indexOf('\n', at + 1)) starts.push(at + 1);
  return {
    at(offset) {
      const line = lastNotAfter(starts, offset);
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 };
    },
    offsetOf: (line, column) => (starts[line] ?? 0) + column,
  };
}

function lastNotAfter(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
