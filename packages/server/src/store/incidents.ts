import { columns } from './columns.ts';
import { conditions } from './conditions.ts';
import type { Transaction } from './database.ts';
import type { InstanceSource } from './instance-source.ts';

export interface StoredIncident {
  readonly incidentId: string;
  readonly instanceId: string;
  readonly processId: string;
  readonly processName: string;
  readonly elementId: string;
  readonly elementInstanceId: string;
  readonly code: string;
  readonly message: string;
  readonly createdAt: Date;
  readonly resolvedAt: Date | null;
}

interface IncidentRecord {
  readonly incident_id: string;
  readonly instance_id: string;
  readonly process_id: string;
  readonly process_name: string;
  readonly element_id: string;
  readonly element_instance_id: string;
  readonly code: string;
  readonly message: string;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
}

const tables = {
  current: { incidents: 'wbpm_incidents', instances: 'wbpm_process_instances' },
  archive: { incidents: 'wbpm_incidents_archive', instances: 'wbpm_process_instances_archive' },
} as const;

const shown = `c.incident_id, c.instance_id, c.process_id, d.name AS process_name, c.element_id,
  c.element_instance_id, c.code, c.message, c.created_at, c.resolved_at`;

function withProcess(from: InstanceSource): string {
  return `JOIN ${tables[from].instances} i ON i.tenant_id = c.tenant_id AND i.instance_id = c.instance_id
    JOIN wbpm_process_definitions d ON d.tenant_id = i.tenant_id AND d.definition_id = i.process_definition_id`;
}

/** Newest first; `before` is the id of the last incident of the page before. */
export async function listIncidents(
  transaction: Transaction,
  tenantId: string,
  filter: {
    readonly from: InstanceSource;
    readonly open: boolean;
    readonly instanceId: string | null;
    readonly processId: string | null;
  },
  page: { readonly before: string | null; readonly limit: number },
): Promise<StoredIncident[]> {
  const filters = conditions();
  filters.and('c.tenant_id = ?', tenantId);
  if (filter.instanceId !== null) filters.and('c.instance_id = ?', filter.instanceId);
  if (filter.processId !== null) filters.and('c.process_id = ?', filter.processId);
  if (page.before !== null) filters.and('c.incident_id < ?', page.before);
  const rows = await transaction.query<IncidentRecord>(
    `WITH chosen AS MATERIALIZED (
       SELECT c.* FROM ${tables[filter.from].incidents} c
       WHERE c.resolved_at IS ${filter.open ? '' : 'NOT '}NULL AND ${filters.where}
       ORDER BY c.incident_id DESC LIMIT ${filters.parameter(page.limit)}
     )
     SELECT ${shown} FROM chosen c ${withProcess(filter.from)} ORDER BY c.incident_id DESC`,
    filters.parameters,
  );
  return rows.map(incident);
}

export async function findIncident(
  transaction: Transaction,
  tenantId: string,
  incidentId: string,
): Promise<StoredIncident | null> {
  const [row] = await transaction.query<IncidentRecord>(
    `SELECT ${shown} FROM wbpm_incidents c ${withProcess('current')}
     WHERE c.tenant_id = $1 AND c.incident_id = $2`,
    [tenantId, incidentId],
  );
  return row === undefined ? null : incident(row);
}

export interface OpenIncident {
  readonly incidentId: string;
  readonly instanceId: string;
  readonly elementInstanceId: string;
  readonly code: string;
  readonly message: string;
}

type OpenRecord = Pick<
  IncidentRecord,
  'incident_id' | 'instance_id' | 'element_instance_id' | 'code' | 'message'
>;

/** Open incidents that have everything the filter gives, oldest first. */
export async function openIncidents(
  transaction: Transaction,
  tenantId: string,
  filter: {
    readonly processId: string | null;
    readonly elementId: string | null;
    readonly code: string | null;
    readonly incidentIds: readonly string[] | null;
  },
  limit: number,
): Promise<OpenIncident[]> {
  const filters = conditions();
  filters.and('tenant_id = ?', tenantId);
  if (filter.processId !== null) filters.and('process_id = ?', filter.processId);
  if (filter.elementId !== null) filters.and('element_id = ?', filter.elementId);
  if (filter.code !== null) filters.and('code = ?', filter.code);
  if (filter.incidentIds !== null) filters.and('incident_id = ANY(?::uuid[])', filter.incidentIds);
  const rows = await transaction.query<OpenRecord>(
    `SELECT incident_id, instance_id, element_instance_id, code, message FROM wbpm_incidents
     WHERE resolved_at IS NULL AND ${filters.where} ORDER BY incident_id LIMIT ${filters.parameter(limit)}`,
    filters.parameters,
  );
  return rows.map(openIncident);
}

/** The incidents that are open where these were. */
export async function openAgain(
  transaction: Transaction,
  tenantId: string,
  incidents: readonly OpenIncident[],
): Promise<OpenIncident[]> {
  const rows = await transaction.query<OpenRecord>(
    `SELECT c.incident_id, c.instance_id, c.element_instance_id, c.code, c.message
     FROM unnest($2::uuid[], $3::uuid[]) AS row (instance_id, element_instance_id)
     JOIN wbpm_incidents c USING (instance_id, element_instance_id)
     WHERE c.tenant_id = $1 AND c.resolved_at IS NULL`,
    [
      tenantId,
      ...columns(
        incidents,
        (row) => row.instanceId,
        (row) => row.elementInstanceId,
      ),
    ],
  );
  return rows.map(openIncident);
}

function openIncident(row: OpenRecord): OpenIncident {
  return {
    incidentId: row.incident_id,
    instanceId: row.instance_id,
    elementInstanceId: row.element_instance_id,
    code: row.code,
    message: row.message,
  };
}

function incident(row: IncidentRecord): StoredIncident {
  return {
    incidentId: row.incident_id,
    instanceId: row.instance_id,
    processId: row.process_id,
    processName: row.process_name,
    elementId: row.element_id,
    elementInstanceId: row.element_instance_id,
    code: row.code,
    message: row.message,
    createdAt: row.created_at,
    resolvedAt: row.resolved_at,
  };
}
