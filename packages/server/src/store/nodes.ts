import type { Transaction } from './database.ts';

export interface Node {
  readonly nodeId: string;
  readonly startedAt: Date;
  readonly heartbeatAt: Date;
  readonly alive: boolean;
}

/** So long without a heartbeat, and a node counts as dead; by the clock of the database, which all share. */
const dead = `heartbeat_at < clock_timestamp() - interval '10 seconds'`;

/** What a node learns of the others with its heartbeat. */
export interface Others {
  /** There are some, alive or not yet taken for dead. */
  readonly any: boolean;
  /** One has been silent for too long. */
  readonly dead: boolean;
}

/** Writes the heartbeat of a node. */
export async function beat(transaction: Transaction, nodeId: string): Promise<Others> {
  const [others] = await transaction.query<Others>(
    `WITH beating AS (
       INSERT INTO wbpm_nodes (node_id) VALUES ($1)
       ON CONFLICT (node_id) DO UPDATE SET heartbeat_at = excluded.heartbeat_at
     )
     SELECT count(*) > 0 AS any, count(*) FILTER (WHERE ${dead}) > 0 AS dead FROM wbpm_nodes WHERE node_id <> $1`,
    [nodeId],
  );
  return others ?? { any: true, dead: false };
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
