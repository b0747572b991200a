import { type Column, columns } from './columns.ts';
import type { Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';

/** A row with the change it belongs to, which knows tenant, instance and definition. */
export interface ChangedRow<Row> {
  readonly change: InstanceChange;
  readonly row: Row;
}

/** Runs a statement over the rows that `pick` finds in the changes; nothing is sent when there is none. */
export type Write = <Row>(
  pick: (change: InstanceChange) => readonly Row[],
  sql: string,
  ...wanted: readonly Column<ChangedRow<Row>>[]
) => Promise<void>;

export function rowWriter(transaction: Transaction, changes: readonly InstanceChange[]): Write {
  return async <Row>(
    pick: (change: InstanceChange) => readonly Row[],
    sql: string,
    ...wanted: readonly Column<ChangedRow<Row>>[]
  ): Promise<void> => {
    const rows: ChangedRow<Row>[] = [];
    for (const change of changes) {
      for (const row of pick(change)) rows.push({ change, row });
    }
    if (rows.length > 0) await transaction.query(sql, columns(rows, ...wanted));
  };
}

export const tenantOf = ({ change }: ChangedRow<unknown>): string => change.tenantId;
export const instanceOf = ({ change }: ChangedRow<unknown>): string => change.instanceId;
