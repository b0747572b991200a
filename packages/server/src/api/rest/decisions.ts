import {
  type DeployDecisions,
  decisionDeploymentSchema,
  decisionListSchema,
  decisionResultSchema,
  decisionVersionListSchema,
  decisionVersionSchema,
  deployDecisionsSchema,
  evaluateDecisionSchema,
  pageQuerySchema,
} from '@wbpm/contract';
import { z } from 'zod';
import { Refusal } from '../../access/refusal.ts';
import { deployDecisions } from '../../decisions/deploy-decision.ts';
import { evaluateDeployedDecision } from '../../decisions/evaluate-decision.ts';
import {
  listAllDecisions,
  readDecision,
  readDecisionVersions,
  readDecisionXml,
} from '../../decisions/read-decision.ts';
import type { App } from '../app.ts';
import { type Api, answer, change, useCaseOf } from './call.ts';
import { answers, idParams, xmlForm } from './schemas.ts';

const tags = ['decisions'];

export function registerDecisionRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/decisions',
    {
      config: { acceptsXml: true },
      schema: {
        tags,
        summary: 'Deploy a DMN file: each decision becomes the next version of its id, or is the same',
        body: {
          content: {
            'application/json': { schema: deployDecisionsSchema },
            'application/xml': { schema: z.string().describe('DMN 1.1 to 1.5 XML') },
            'text/xml': { schema: z.string() },
            'multipart/form-data': { schema: xmlForm },
          },
        },
        response: answers(decisionDeploymentSchema),
      },
    },
    (request, reply) => {
      const written = writtenDecisions(request.body as string | DeployDecisions | undefined);
      return change(request, reply, api, 'Decisions deployed', (useCase) =>
        deployDecisions(useCase, written),
      );
    },
  );

  app.get(
    '/api/v1/decisions',
    {
      schema: {
        tags,
        summary: 'The latest version of every decision',
        querystring: pageQuerySchema,
        response: answers(decisionListSchema),
      },
    },
    (request) => answer(listAllDecisions(useCaseOf(request, api), request.query)),
  );

  app.get(
    '/api/v1/decisions/:id',
    {
      schema: {
        tags,
        summary: 'A decision by its id (latest version) or a version by its definition id',
        params: idParams,
        response: answers(decisionVersionSchema),
      },
    },
    (request) => answer(readDecision(useCaseOf(request, api), request.params.id)),
  );

  app.get(
    '/api/v1/decisions/:id/versions',
    {
      schema: {
        tags,
        summary: 'All versions of a decision, newest first',
        params: idParams,
        response: answers(decisionVersionListSchema),
      },
    },
    (request) => answer(readDecisionVersions(useCaseOf(request, api), request.params.id)),
  );

  app.get(
    '/api/v1/decisions/:id/xml',
    { schema: { tags, summary: 'The DMN file of a decision', params: idParams } },
    async (request, reply) => {
      const xml = await readDecisionXml(useCaseOf(request, api), request.params.id);
      return (
        reply
          .type('application/xml; charset=utf-8')
          // A browser that comes here itself keeps it as a file: who wrote the model does not write a page of ours.
          .header('content-disposition', 'attachment; filename="decision.dmn"')
          .serializer(String)
          .send(xml)
      );
    },
  );

  app.post(
    '/api/v1/decisions/:id/evaluate',
    {
      schema: {
        tags,
        summary: 'Make a decision; nothing is stored',
        params: idParams,
        body: evaluateDecisionSchema,
        response: answers(decisionResultSchema),
      },
    },
    (request) =>
      answer(evaluateDeployedDecision(useCaseOf(request, api), request.params.id, request.body.variables)),
  );
}

/** XML arrives as text. Without a body there is no content type to choose a schema by. */
function writtenDecisions(body: string | DeployDecisions | undefined): DeployDecisions {
  if (body === undefined) throw new Refusal('VALIDATION_FAILED', 'Expected a DMN file, but found no body');
  return typeof body === 'string' ? { definition: body } : body;
}
