import type { Transaction } from './database.ts';

export interface Node {
  readonly nodeId: string;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly alive: boolean;
}

/** So long without a heartbeat, and a node counts as dead; by the clock of the database, which all share. */
const dead = `heartbeat_at < clock_timestamp() - interval '10 seconds'`;

/** Writes the heartbeat of a node; answers whether another has been silent for too long. */
export async function beat(transaction: Transaction, nodeId: string): Promise<boolean> {
  const [row] = await transaction.query<{ found: boolean }>(
    `WITH beating AS (
       INSERT INTO wbpm_nodes (node_id) VALUES ($1)
       ON CONFLICT (node_id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
     )
     SELECT EXISTS (SELECT FROM wbpm_nodes WHERE node_id <> $1 AND ${dead}) AS found`,
    [nodeId],
  );
  return row?.found === true;
}

/**
 * Ends the leases of dead nodes at `now`, the time leases go by: whoever polls takes their jobs over.
 * Each is an attempt that was lost. Answers the nodes; two that look at once share them out.
 */
export async function buryDeadNodes(transaction: Transaction, nodeId: string, now: Date): Promise<string[]> {
  const rows = await transaction.query<{ node_id: string }>(
    `WITH dead AS (
       SELECT node_id FROM wbpm_nodes WHERE node_id <> $1 AND ${dead} FOR UPDATE SKIP LOCKED
     ), released AS (
       UPDATE wbpm_jobs SET locked_until = $2 WHERE worker IN (SELECT node_id FROM dead) AND locked_until > $2
     ), left_over AS (
       UPDATE wbpm_batch_instances SET locked_until = NULL, worker = NULL
       WHERE worker IN (SELECT node_id FROM dead) AND code IS NULL
     )
     DELETE FROM wbpm_nodes n USING dead WHERE n.node_id = dead.node_id RETURNING n.node_id`,
    [nodeId, now],
  );
  return rows.map((row) => row.node_id);
}

/** Of a node that ends by itself. What it did not get done of batches is free at once. */
export async function removeNode(transaction: Transaction, nodeId: string): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_batch_instances SET locked_until = NULL, worker = NULL WHERE worker = $1 AND code IS NULL',
    [nodeId],
  );
  await transaction.query('DELETE FROM wbpm_nodes WHERE node_id = $1', [nodeId]);
}

export async function listNodes(transaction: Transaction): Promise<Node[]> {
  const rows = await transaction.query<{
    node_id: string;
    started_at: Date;
    heartbeat_at: Date;
    alive: boolean;
  }>(
    `SELECT node_id, started_at, heartbeat_at, NOT (${dead}) AS alive FROM wbpm_nodes ORDER BY started_at, node_id`,
  );
  return rows.map((row) => ({
    nodeId: row.node_id,
    startedAt: row.started_at,
    heartbeatAt: row.heartbeat_at,
    alive: row.alive,
  }));
}
