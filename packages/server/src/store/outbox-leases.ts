import type { Transaction } from './database.ts';
import type { Effect, EffectOf, Outgoing } from './effect.ts';

/** Takes up what no node is at work on, oldest first. */
export async function leaseLeftOver(
  transaction: Transaction,
  lease: { readonly now: Date; readonly until: Date; readonly limit: number },
): Promise<Outgoing[]> {
  const rows = await transaction.query<{
    tenant_id: string;
    outbox_id: string;
    payload: Effect;
    position: number;
  }>(
    `WITH left_over AS (
       SELECT tenant_id, outbox_id FROM wbpm_outbox WHERE locked_until <= $1
       ORDER BY position
       LIMIT $3
       FOR UPDATE SKIP LOCKED
     )
     UPDATE wbpm_outbox o SET locked_until = $2
     FROM left_over l WHERE o.tenant_id = l.tenant_id AND o.outbox_id = l.outbox_id
     RETURNING o.tenant_id, o.outbox_id, o.payload, o.position`,
    [lease.now, lease.until, lease.limit],
  );
  rows.sort((a, b) => a.position - b.position);
  // Written by this program and never changed from outside.
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    id: row.outbox_id,
    effect: row.payload,
    lockedUntil: lease.until.getTime(),
  }));
}

/** Leaves a row to a later round. */
export async function deferOutgoing(
  transaction: Transaction,
  { tenantId, id }: Pick<Outgoing, 'tenantId' | 'id'>,
  until: Date,
): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_outbox SET locked_until = $3 WHERE tenant_id = $1 AND outbox_id = $2',
    [tenantId, id, until],
  );
}

/** Takes a row out; false when somebody else has. */
export async function takeOutgoing(
  transaction: Transaction,
  { tenantId, id }: Pick<Outgoing, 'tenantId' | 'id'>,
): Promise<boolean> {
  const rows = await transaction.query(
    'DELETE FROM wbpm_outbox WHERE tenant_id = $1 AND outbox_id = $2 RETURNING outbox_id',
    [tenantId, id],
  );
  return rows.length > 0;
}

/** Takes out the call of an instance that has not been started yet; false when it was. */
export async function takePendingStart(
  transaction: Transaction,
  tenantId: string,
  childInstanceId: string,
): Promise<boolean> {
  const rows = await transaction.query(
    `DELETE FROM wbpm_outbox WHERE tenant_id = $1 AND target_instance_id = $2 AND kind = 'startCall'
     RETURNING outbox_id`,
    [tenantId, childInstanceId],
  );
  return rows.length > 0;
}

/** Locks a broadcast where it stands; false when another node has taken it further. */
export async function lockSignal(
  transaction: Transaction,
  { tenantId, id }: Pick<Outgoing, 'tenantId' | 'id'>,
  { progress }: EffectOf<'signal'>,
): Promise<boolean> {
  const rows = await transaction.query(
    `SELECT outbox_id FROM wbpm_outbox
     WHERE tenant_id = $1 AND outbox_id = $2 AND payload -> 'progress' ->> 'after' IS NOT DISTINCT FROM $3
     FOR UPDATE`,
    [tenantId, id, progress?.after ?? null],
  );
  return rows.length > 0;
}

/** How far a broadcast has come, and until when it is left to the node that goes on with it. */
export async function keepProgress(
  transaction: Transaction,
  { tenantId, id, effect, lockedUntil }: Outgoing,
): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_outbox SET payload = $3::json, locked_until = $4 WHERE tenant_id = $1 AND outbox_id = $2',
    [tenantId, id, JSON.stringify(effect), new Date(lockedUntil)],
  );
}

/** Resumed instances take at once what was left for later while they were suspended. */
export async function releaseOutgoingTo(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
  now: Date,
): Promise<void> {
  await transaction.query(
    'UPDATE wbpm_outbox SET locked_until = $3 WHERE tenant_id = $1 AND target_instance_id = $2',
    [tenantId, instanceId, now],
  );
}
