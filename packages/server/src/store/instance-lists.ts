import type { InstanceStatus } from '@wbpm/engine';
import { conditions } from './conditions.ts';
import type { Transaction } from './database.ts';

export interface InstanceListing {
  readonly instanceId: string;
  readonly processId: string;
  readonly processName: string;
  readonly definitionId: string;
  readonly version: number;
  readonly status: InstanceStatus;
  readonly businessKey: string | null;
  readonly startTime: Date;
  readonly endTime: Date | null;
  readonly startedBy: string;
  readonly parentInstanceId: string | null;
  readonly openIncidents: number;
}

interface ListingRecord {
  readonly instance_id: string;
  readonly process_id: string;
  readonly process_name: string;
  readonly process_definition_id: string;
  readonly version: number;
  readonly status: InstanceStatus;
  readonly business_key: string | null;
  readonly start_time: Date;
  readonly end_time: Date | null;
  readonly started_by: string;
  readonly parent_instance_id: string | null;
  readonly open_incidents: number;
}

const listingColumns = `i.instance_id, i.process_id, d.name AS process_name, i.process_definition_id, i.version, i.status,
  i.business_key, i.start_time, i.end_time, i.started_by, i.parent_instance_id, i.open_incidents`;

const withDefinition = `wbpm_process_instances i
  JOIN wbpm_process_definitions d ON d.tenant_id = i.tenant_id AND d.definition_id = i.process_definition_id`;

function listing(row: ListingRecord): InstanceListing {
  return {
    instanceId: row.instance_id,
    processId: row.process_id,
    processName: row.process_name,
    definitionId: row.process_definition_id,
    version: row.version,
    status: row.status,
    businessKey: row.business_key,
    startTime: row.start_time,
    endTime: row.end_time,
    startedBy: row.started_by,
    parentInstanceId: row.parent_instance_id,
    openIncidents: row.open_incidents,
  };
}

export interface InstanceFilter {
  readonly status: InstanceStatus | null;
  readonly processId: string | null;
  readonly definitionId: string | null;
  readonly businessKey: string | null;
}

/** Newest first; `before` is the id of the last instance of the page before. */
export async function listInstances(
  transaction: Transaction,
  tenantId: string,
  filter: InstanceFilter,
  page: { readonly before: string | null; readonly limit: number },
): Promise<InstanceListing[]> {
  const filters = conditions();
  filters.and('i.tenant_id = ?', tenantId);
  if (filter.status !== null) filters.and('i.status = ?', filter.status);
  if (filter.processId !== null) filters.and('i.process_id = ?', filter.processId);
  if (filter.definitionId !== null) filters.and('i.process_definition_id = ?', filter.definitionId);
  if (filter.businessKey !== null) filters.and('i.business_key = ?', filter.businessKey);
  if (page.before !== null) filters.and('i.instance_id < ?', page.before);
  const rows = await transaction.query<ListingRecord>(
    `SELECT ${listingColumns} FROM ${withDefinition}
     WHERE ${filters.where}
     ORDER BY i.instance_id DESC
     LIMIT ${filters.parameter(page.limit)}`,
    filters.parameters,
  );
  return rows.map(listing);
}

export async function findInstance(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<InstanceListing | null> {
  const [row] = await transaction.query<ListingRecord>(
    `SELECT ${listingColumns} FROM ${withDefinition} WHERE i.tenant_id = $1 AND i.instance_id = $2`,
    [tenantId, instanceId],
  );
  return row === undefined ? null : listing(row);
}

/** Ids of the instances of a process that have not ended. */
export async function runningInstances(
  transaction: Transaction,
  tenantId: string,
  processId: string,
): Promise<string[]> {
  const rows = await transaction.query<{ instance_id: string }>(
    `SELECT instance_id FROM wbpm_process_instances
     WHERE tenant_id = $1 AND process_id = $2 AND status IN ('active', 'suspended')`,
    [tenantId, processId],
  );
  return rows.map((row) => row.instance_id);
}

/** Instances that have not ended, by tenant. */
export async function countActiveInstances(
  transaction: Transaction,
): Promise<{ readonly tenantId: string; readonly count: number }[]> {
  const rows = await transaction.query<{ tenant_id: string; count: number }>(
    `SELECT tenant_id, count(*)::int AS count FROM wbpm_process_instances
     WHERE status IN ('active', 'suspended') GROUP BY tenant_id`,
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, count: row.count }));
}
