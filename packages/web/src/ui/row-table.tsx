import { type ReactNode, useRef } from 'react';
import table from './table.module.css';
import { useRowKeys } from './use-row-keys.ts';

/** A column by its heading; of numbers, which are set at the right. */
type Column = string | { readonly numbers: string };

interface RowTableProps {
  readonly columns: readonly Column[];
  /** `tr` elements. One that can be opened has a link marked `data-row`. */
  readonly children: ReactNode;
}

/** A list as a table whose rows are walked with the keyboard. */
export function RowTable({ columns, children }: RowTableProps) {
  const rows = useRef<HTMLTableElement>(null);
  useRowKeys(rows);
  return (
    <table ref={rows} className={table.table}>
      <thead>
        <tr>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <th key={column} scope="col">
                {column}
              </th>
            ) : (
              <th key={column.numbers} scope="col" className={table.number}>
                {column.numbers}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
