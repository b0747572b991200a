import {
  incidentListSchema,
  incidentQuerySchema,
  resolvedIncidentSchema,
  resolvedIncidentsSchema,
  resolveIncidentSchema,
  resolveIncidentsSchema,
} from '@wbpm/contract';
import { listAllIncidents, resolveIncident } from '../../processes/incidents.ts';
import { resolveIncidents } from '../../processes/resolve-incidents.ts';
import type { App } from '../app.ts';
import { type Api, answer, change, useCaseOf } from './call.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['incidents'];

export function registerIncidentRoutes(app: App, api: Api): void {
  app.get(
    '/api/v1/incidents',
    {
      schema: {
        tags,
        summary: 'What cannot go on, newest first',
        querystring: incidentQuerySchema,
        response: answers(incidentListSchema),
      },
    },
    (request) => answer(listAllIncidents(useCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/incidents/resolve',
    {
      schema: {
        tags,
        summary: 'Try again what failed, of many incidents at once',
        body: resolveIncidentsSchema,
        response: answers(resolvedIncidentsSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Incidents resolved', (useCase) => resolveIncidents(useCase, request.body)),
  );

  app.post(
    '/api/v1/incidents/:id/resolve',
    {
      schema: {
        tags,
        summary: 'Try again what failed',
        params: idParams,
        body: resolveIncidentSchema,
        response: answers(resolvedIncidentSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Incident resolved', (useCase) =>
        resolveIncident(useCase, request.params.id, {
          retries: request.body.retries ?? null,
          variables: request.body.variables ?? {},
        }),
      ),
  );
}
