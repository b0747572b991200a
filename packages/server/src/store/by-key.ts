/**
 * Finds the one row of `table` with the keys of the input `row`, as `found.place`.
 *
 * A plain join leaves the direction to the planner, and a plan made while the table was small reads all
 * of it for every statement until the next ANALYZE. A lateral look-up with a limit can only go from the
 * input to the index, whatever the planner believes about sizes.
 */
export function placeOf(table: string, ...keys: readonly string[]): string {
  return lookUp(table, keys, 'LIMIT 1');
}

/** The same for keys that several rows share. */
export function placesOf(table: string, ...keys: readonly string[]): string {
  return lookUp(table, keys, 'OFFSET 0');
}

function lookUp(table: string, keys: readonly string[], fence: 'LIMIT 1' | 'OFFSET 0'): string {
  const match = keys.map((key) => `${table}.${key} = row.${key}`).join(' AND ');
  return `CROSS JOIN LATERAL (SELECT ctid AS place FROM ${table} WHERE ${match} ${fence}) AS found`;
}
