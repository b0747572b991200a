import type { Transaction } from './database.ts';
import type { InstanceChange } from './instance-change.ts';
import { insertJournal } from './journal.ts';
import { writeLargeValues } from './large-values.ts';
import { writeOutbox } from './outbox.ts';
import { rowWriter } from './row-writer.ts';
import { writeElements } from './write-elements.ts';
import { writeLoops } from './write-loops.ts';
import { writeMigratedInstances } from './write-migrated-instances.ts';
import { writeSubscriptions } from './write-subscriptions.ts';
import { writeWork } from './write-work.ts';

/**
 * Writes everything of the accepted changes but the instances themselves: one statement per table and
 * kind of write, however many rows. Statements go out together and run in order.
 */
export async function writeRows(transaction: Transaction, changes: readonly InstanceChange[]): Promise<void> {
  const write = rowWriter(transaction, changes);
  await Promise.all([
    insertJournal(transaction, changes),
    ...writeElements(write),
    ...writeLoops(write),
    ...writeWork(write),
    ...writeSubscriptions(write),
    ...writeMigratedInstances(write),
    ...writeLargeValues(write),
    ...writeOutbox(write),
  ]);
}
