import type { Parameter } from './database.ts';

type Read<Row, Value> = (row: Row) => Value;

/**
 * How the values of a column are read from a row. A name says what they are, where that allows for less
 * work than a text that may hold anything:
 * - `ids`: UUIDs, which need no quotes, for `$n::uuid[]`;
 * - `times`: epoch ms, for `$n::timestamptz[]`;
 * - `json`: JSON texts, for `jsonTexts(n)`.
 */
export type Column<Row> =
  | Read<Row, Parameter>
  | { readonly ids: Read<Row, string | null> }
  | { readonly times: Read<Row, number | null> }
  | { readonly json: Read<Row, string | null> };

/**
 * Turns rows into one array per column, the form `unnest` takes: a statement then carries any number
 * of rows in a fixed number of parameters.
 */
export function columns<Row>(rows: readonly Row[], ...wanted: readonly Column<Row>[]): Parameter[] {
  return wanted.map((column) => {
    if (typeof column === 'function') return rows.map(column);
    if ('ids' in column) return arrayOf(rows.map((row) => column.ids(row) ?? 'NULL'));
    if ('times' in column) return arrayOf(timeTexts(rows, column.times));
    return rows.map((row) => column.json(row) ?? '').join(separator);
  });
}

function arrayOf(plainTexts: readonly string[]): string {
  return `{${plainTexts.join(',')}}`;
}

/** Many rows of a commit are of the same millisecond. */
function timeTexts<Row>(rows: readonly Row[], read: Read<Row, number | null>): string[] {
  let known: number | null = null;
  let text = 'NULL';
  return rows.map((row) => {
    const epochMs = read(row);
    if (epochMs !== known) {
      known = epochMs;
      text = epochMs === null ? 'NULL' : new Date(epochMs).toISOString();
    }
    return text;
  });
}

/** Stands between texts of one parameter; JSON text never holds a control character. */
const separator = '\u001e';

/**
 * The array of JSON texts in a statement. They travel as one joined text: in an array every quote would have
 * to be escaped and read again. None of them is empty, so an empty one is NULL.
 */
export function jsonTexts(parameter: number): string {
  return `string_to_array($${parameter}, E'\\x1e', '')`;
}
