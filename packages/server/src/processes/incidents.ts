import type { Incident, IncidentList, ResolvedIncident } from '@wbpm/contract';
import type { JsonObject } from '@wbpm/engine';
import { requirePermission } from '../access/require-permission.ts';
import { requireId } from '../ids.ts';
import { notFound } from '../not-found.ts';
import { listWhereItStands } from '../store/archived-instances.ts';
import { findIncident, listIncidents, type StoredIncident } from '../store/incidents.ts';
import { read } from '../store/read.ts';
import type { UseCase } from '../use-case.ts';
import { type Executed, execute } from './execute.ts';
import { keyAfter, keyParts, type Page, pageOf } from './page.ts';

export interface IncidentQuery extends Page {
  readonly status: 'open' | 'resolved';
  readonly instance_id?: string | undefined;
  readonly process_id?: string | undefined;
}

export async function listAllIncidents(useCase: UseCase, query: IncidentQuery): Promise<IncidentList> {
  const { principal, database } = useCase;
  requirePermission(principal, 'incident', 'read');
  const before = keyAfter(query, keyParts.id);
  const instanceId = query.instance_id === undefined ? null : requireId('instance', query.instance_id);
  const { tenantId } = principal;
  const filter = { open: query.status === 'open', instanceId, processId: query.process_id ?? null };
  const page = { before: before?.[0] ?? null, limit: query.limit + 1 };
  const rows = await read(database, tenantId, (transaction) =>
    listWhereItStands(transaction, tenantId, instanceId, (from) =>
      listIncidents(transaction, tenantId, { ...filter, from }, page),
    ),
  );
  const { items, next_cursor } = pageOf(rows, query.limit, wireIncident, (row) => [row.incidentId]);
  return { incidents: items, next_cursor };
}

/** Tries again what failed. The answer says that the incident is closed; a new failure is a new incident. */
export async function resolveIncident(
  useCase: UseCase,
  id: string,
  request: { readonly retries: number | null; readonly variables: JsonObject },
): Promise<Executed<ResolvedIncident>> {
  const { principal, database } = useCase;
  requirePermission(principal, 'incident', 'resolve');
  const incidentId = requireId('incident', id);
  const incident = await read(database, principal.tenantId, (transaction) =>
    findIncident(transaction, principal.tenantId, incidentId),
  );
  if (incident === null) throw notFound('incident', id);
  return execute(useCase, incident.instanceId, { type: 'resolveIncident', incidentId, ...request }, () => ({
    id: incidentId,
    incident_id: incidentId,
    instance_id: incident.instanceId,
    resolved: true as const,
  }));
}

function wireIncident(incident: StoredIncident): Incident {
  return {
    id: incident.incidentId,
    incident_id: incident.incidentId,
    instance_id: incident.instanceId,
    process_id: incident.processId,
    process_name: incident.processName,
    element_id: incident.elementId,
    element_instance_id: incident.elementInstanceId,
    code: incident.code,
    message: incident.message,
    created_at: incident.createdAt.toISOString(),
    resolved_at: incident.resolvedAt?.toISOString() ?? null,
  };
}
