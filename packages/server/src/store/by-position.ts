/** Rows by the position (from 1) of what they were found for, each in the order of the answer. */
export function byPosition<Row extends { readonly position: number }>(
  rows: readonly Row[],
): ReadonlyMap<number, readonly Row[]> {
  const found = new Map<number, Row[]>();
  for (const row of rows) {
    const before = found.get(row.position);
    if (before === undefined) found.set(row.position, [row]);
    else before.push(row);
  }
  return found;
}
