import type { Parameter } from './database.ts';

/**
 * Turns rows into one array per column, the form `unnest` takes: a statement then carries any number
 * of rows in a fixed number of parameters.
 */
export function columns<Row>(
  rows: readonly Row[],
  ...readers: readonly ((row: Row) => Parameter)[]
): Parameter[][] {
  return readers.map((read) => rows.map(read));
}

export function timestamp(epochMs: number): Date {
  return new Date(epochMs);
}

export function optionalTimestamp(epochMs: number | null): Date | null {
  return epochMs === null ? null : new Date(epochMs);
}
