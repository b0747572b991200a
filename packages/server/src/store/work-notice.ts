import type { Database, Transaction } from './database.ts';

const leftChannel = 'wbpm_work_left';
const joinedChannel = 'wbpm_node_joined';

/** Tells every node that a node has left work behind: who is free looks now instead of at its next poll. */
export async function notifyWorkLeft(transaction: Transaction): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [leftChannel, '']);
}

/** A notice that is lost costs the time until the next poll, nothing else. */
export function listenWorkLeft(database: Database, onWorkLeft: () => void): Promise<() => Promise<void>> {
  return database.listen(leftChannel, onWorkLeft);
}

/** Tells the others that they are not alone any more. */
export async function notifyJoined(transaction: Transaction, nodeId: string): Promise<void> {
  await transaction.query('SELECT pg_notify($1, $2)', [joinedChannel, nodeId]);
}

/** @param onJoined somebody joined, or may have while nothing was heard. */
export function listenJoined(
  database: Database,
  nodeId: string,
  onJoined: () => void,
): Promise<() => Promise<void>> {
  return database.listen(
    joinedChannel,
    (joined) => {
      if (joined !== nodeId) onJoined();
    },
    onJoined,
  );
}
