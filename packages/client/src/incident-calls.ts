import type {
  IncidentList,
  IncidentQuery,
  ResolvedIncident,
  ResolvedIncidents,
  ResolveIncident,
  ResolveIncidents,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls about incidents. */
export interface IncidentCalls {
  list(query?: Partial<IncidentQuery>, options?: CallOptions): Promise<IncidentList>;
  resolve(id: string, request?: ResolveIncident, options?: CallOptions): Promise<ResolvedIncident>;
  /** Tries again what failed, of many at once; the answer tells which failed anew. */
  resolveAll(request: ResolveIncidents, options?: CallOptions): Promise<ResolvedIncidents>;
}

export function incidentCalls(sender: Sender): IncidentCalls {
  return {
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/incidents`, query, options }),
    resolve: (id, request = {}, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/incidents/${id}/resolve`,
        body: { type: 'json', value: request },
        options,
      }),
    resolveAll: (request, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/incidents/resolve`,
        body: { type: 'json', value: request },
        options,
      }),
  };
}
