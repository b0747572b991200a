import type { InstanceStatus } from '@wbpm/engine';
import { conditions } from './conditions.ts';
import type { Parameter, Transaction } from './database.ts';
import type { InstanceSource } from './instance-source.ts';
import { fewestMeet, type VariableCondition, variableExists, variableRows } from './variable-search.ts';

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

const instanceTables = {
  current: 'wbpm_process_instances',
  archive: 'wbpm_process_instances_archive',
} as const;

export interface InstanceFilter {
  readonly from: InstanceSource;
  readonly status: InstanceStatus | null;
  readonly processId: string | null;
  readonly definitionId: string | null;
  readonly businessKey: string | null;
  /** Each has to hold of a variable of the instance itself. */
  readonly variables: readonly VariableCondition[];
}

interface InstancePage {
  /** The last instance of the page before. */
  readonly before: string | null;
  readonly limit: number;
}

/** Newest first. */
export async function listInstances(
  transaction: Transaction,
  tenantId: string,
  filter: InstanceFilter,
  page: InstancePage,
): Promise<InstanceListing[]> {
  const chosen = await chosenIds(transaction, tenantId, filter, page);
  const rows = await transaction.query<ListingRecord>(
    `WITH chosen AS MATERIALIZED (${chosen.sql})
     SELECT ${listingColumns} FROM chosen
     JOIN ${instanceTables[filter.from]} i ON i.tenant_id = $1 AND i.instance_id = chosen.instance_id
     JOIN wbpm_process_definitions d ON d.tenant_id = $1 AND d.definition_id = i.process_definition_id
     ORDER BY i.instance_id DESC`,
    chosen.parameters,
  );
  return rows.map(listing);
}

interface ChosenIds {
  /** Selects `instance_id`, with the tenant as its first parameter. */
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** The ids of the page alone: what else is shown is looked up for those only. */
async function chosenIds(
  transaction: Transaction,
  tenantId: string,
  filter: InstanceFilter,
  page: InstancePage,
): Promise<ChosenIds> {
  const table = instanceTables[filter.from];
  const { processId, definitionId, variables } = filter;
  const fewest = await fewestMeet(transaction, tenantId, filter.from, variables);
  const filters = conditions();
  const parameter = (value: Parameter): string => filters.parameter(value);
  filters.and('i.tenant_id = ?', tenantId);
  if (filter.businessKey !== null) filters.and('i.business_key = ?', filter.businessKey);
  if (page.before !== null) filters.and('i.instance_id < ?', page.before);
  const limit = parameter(page.limit);
  const newest = `ORDER BY i.instance_id DESC LIMIT ${limit}`;

  const [only] = variables.length === 1 ? variables : [];
  if (
    fewest === null &&
    only !== undefined &&
    !isNarrowed(filter) &&
    (await isReadByIndex(transaction, tenantId, filter, only, page))
  ) {
    const found = variableRows(filter.from, only, parameter, page.before);
    const sql = `SELECT i.instance_id FROM (${found}) AS i ${newest}`;
    return { sql, parameters: filters.parameters };
  }
  for (const condition of variables) {
    if (condition !== fewest?.condition) filters.andClause(variableExists(filter.from, condition, parameter));
  }
  if (fewest !== null || filter.businessKey !== null || (processId === null && definitionId === null)) {
    if (filter.status !== null) filters.and('i.status = ?', filter.status);
    if (processId !== null) filters.and('i.process_id = ?', processId);
    if (definitionId !== null) filters.and('i.process_definition_id = ?', definitionId);
    const among =
      fewest === null
        ? `${table} i`
        : `unnest(${parameter(fewest.instanceIds)}::uuid[]) AS v (instance_id)
           JOIN ${table} i ON i.tenant_id = $1 AND i.instance_id = v.instance_id`;
    const sql = `SELECT i.instance_id FROM ${among} WHERE ${filters.where} ${newest}`;
    return { sql, parameters: filters.parameters };
  }
  // An index begins with definition and status: the newest of each are merged.
  const definitions =
    definitionId === null
      ? `SELECT definition_id FROM wbpm_process_definitions WHERE tenant_id = $1 AND process_id = ${filters.parameter(processId)}`
      : `SELECT ${filters.parameter(definitionId)}::uuid AS definition_id`;
  const statuses = filters.parameter(filter.status === null ? everyStatus[filter.from] : [filter.status]);
  const sql = `SELECT i.instance_id FROM (${definitions}) AS d CROSS JOIN unnest(${statuses}::text[]) AS s (status)
    CROSS JOIN LATERAL (
      SELECT i.instance_id FROM ${table} i
      WHERE i.process_definition_id = d.definition_id AND i.status = s.status AND ${filters.where} ${newest}
    ) AS i ${newest}`;
  return { sql, parameters: filters.parameters };
}

/** An equality stands in the index in order; of a range all that is in it is sorted. */
async function isReadByIndex(
  transaction: Transaction,
  tenantId: string,
  filter: InstanceFilter,
  condition: VariableCondition,
  page: InstancePage,
): Promise<boolean> {
  if (condition.operator === 'eq') return true;
  if (condition.operator === 'ne') return false;
  return !(await someNewestMeet(transaction, tenantId, filter, condition, page));
}

/** Where the newest instances meet the condition, they are found on the way; else its index is read through. */
async function someNewestMeet(
  transaction: Transaction,
  tenantId: string,
  { from }: InstanceFilter,
  condition: VariableCondition,
  page: InstancePage,
): Promise<boolean> {
  const filters = conditions();
  filters.and('i.tenant_id = ?', tenantId);
  if (page.before !== null) filters.and('i.instance_id < ?', page.before);
  const exists = variableExists(from, condition, (value) => filters.parameter(value));
  const [row] = await transaction.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (
       SELECT FROM (
         SELECT i.instance_id FROM ${instanceTables[from]} i WHERE ${filters.where}
         ORDER BY i.instance_id DESC LIMIT ${mostAsked}
       ) AS i WHERE ${exists} LIMIT ${filters.parameter(page.limit)}) AS found`,
    filters.parameters,
  );
  return row?.count === page.limit;
}

/** So many instances are asked one after the other before it is quicker to read the index. */
const mostAsked = 5000;

function isNarrowed({ status, processId, definitionId, businessKey }: InstanceFilter): boolean {
  return status !== null || processId !== null || definitionId !== null || businessKey !== null;
}

const ended = ['completed', 'failed', 'terminated'] as const;
const everyStatus = { current: ['active', 'suspended', ...ended], archive: ended } as const;

/** Wherever it is; `archived` tells where it was found. */
export async function findInstance(
  transaction: Transaction,
  tenantId: string,
  instanceId: string,
): Promise<FoundInstance | null> {
  for (const from of ['current', 'archive'] as const) {
    const [row] = await transaction.query<ListingRecord>(
      `SELECT ${listingColumns} FROM ${instanceTables[from]} i
       JOIN wbpm_process_definitions d ON d.tenant_id = i.tenant_id AND d.definition_id = i.process_definition_id
       WHERE i.tenant_id = $1 AND i.instance_id = $2`,
      [tenantId, instanceId],
    );
    if (row !== undefined) return { ...listing(row), archived: from === 'archive' };
  }
  return null;
}

/** The same of many at once. Unknown ids are missing from the answer. */
export async function findInstances(
  transaction: Transaction,
  tenantId: string,
  instanceIds: readonly string[],
): Promise<InstanceListing[]> {
  const found: InstanceListing[] = [];
  let missing = instanceIds;
  for (const from of ['current', 'archive'] as const) {
    if (missing.length === 0) break;
    const rows = await transaction.query<ListingRecord>(
      `SELECT ${listingColumns} FROM ${instanceTables[from]} i
       JOIN wbpm_process_definitions d ON d.tenant_id = i.tenant_id AND d.definition_id = i.process_definition_id
       WHERE i.tenant_id = $1 AND i.instance_id = ANY($2::uuid[])`,
      [tenantId, missing],
    );
    found.push(...rows.map(listing));
    const ids = new Set(rows.map((row) => row.instance_id));
    missing = missing.filter((id) => !ids.has(id));
  }
  return found;
}

interface FoundInstance extends InstanceListing {
  readonly archived: boolean;
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
