import {
  deletedProcessSchema,
  deleteProcessQuerySchema,
  deploymentSchema,
  deployRequestSchema,
  type ExportFormat,
  exportQuerySchema,
  instanceListSchema,
  instanceQuerySchema,
  pageQuerySchema,
  processDetailSchema,
  processListSchema,
  processVersionListSchema,
  type SimpleDefinition,
  suspendedProcessSchema,
  suspendProcessSchema,
  type TextDefinition,
} from '@wbpm/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../access/refusal.ts';
import { resumeProcess, suspendProcess } from '../../batches/suspend-process.ts';
import { deleteProcess } from '../../processes/delete-process.ts';
import { deployProcess, type WrittenProcess } from '../../processes/deploy-process.ts';
import { exportProcess } from '../../processes/export-process.ts';
import { listAllInstances } from '../../processes/read-instance.ts';
import {
  listAllProcesses,
  readProcess,
  readProcessXml,
  readVersions,
  requireDefinition,
} from '../../processes/read-process.ts';
import type { App } from '../app.ts';
import { success } from '../envelope.ts';
import { tagRevision } from '../revision.ts';
import { type Api, answer, change, changeSeen, useCaseOf } from './call.ts';
import { answers, idParams, xmlForm } from './schemas.ts';

const tags = ['processes'];

const fileForms: Readonly<Record<ExportFormat, { readonly type: string; readonly extension: string }>> = {
  bpmn_xml: { type: 'application/xml; charset=utf-8', extension: 'bpmn' },
  apg_dsl: { type: 'text/plain; charset=utf-8', extension: 'dsl' },
  json: { type: 'application/json; charset=utf-8', extension: 'json' },
  yaml: { type: 'application/yaml; charset=utf-8', extension: 'yaml' },
};

export function registerProcessRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/processes',
    {
      config: { acceptsXml: true },
      schema: {
        tags,
        summary: 'Deploy a process: the next version of its id, or the version that is the same',
        body: {
          content: {
            'application/json': { schema: deployRequestSchema },
            'application/xml': { schema: z.string().describe('BPMN 2.0 XML') },
            'text/xml': { schema: z.string() },
            'multipart/form-data': { schema: xmlForm },
          },
        },
        response: answers(deploymentSchema),
      },
    },
    async (request, reply) => {
      const written = writtenProcess(request.body as string | TextDefinition | SimpleDefinition | undefined);
      const answered = await changeSeen(request, reply, api, 'Process deployed', (useCase) =>
        deployProcess(useCase, written),
      );
      if (request.principal !== null) {
        api.metrics.recordProcessCreated(request.principal.tenantId, formatOf(written));
      }
      return answered;
    },
  );

  app.get(
    '/api/v1/processes',
    {
      schema: {
        tags,
        summary: 'The latest version of every process',
        querystring: pageQuerySchema,
        response: answers(processListSchema),
      },
    },
    (request) => answer(listAllProcesses(useCaseOf(request, api), request.query)),
  );

  app.get(
    '/api/v1/processes/:id',
    {
      schema: {
        tags,
        summary: 'A process by its id (latest version) or a version by its definition id',
        params: idParams,
        response: answers(processDetailSchema),
      },
    },
    async (request, reply) => {
      const process = await readProcess(useCaseOf(request, api), request.params.id);
      tagRevision(reply, { revision: process.version });
      return success(process);
    },
  );

  app.get(
    '/api/v1/processes/:id/versions',
    {
      schema: {
        tags,
        summary: 'All versions of a process, newest first',
        params: idParams,
        querystring: pageQuerySchema,
        response: answers(processVersionListSchema),
      },
    },
    (request) => answer(readVersions(useCaseOf(request, api), request.params.id, request.query)),
  );

  app.get(
    '/api/v1/processes/:id/xml',
    { schema: { tags, summary: 'The BPMN 2.0 XML of a process', params: idParams } },
    async (request, reply) => {
      const xml = await readProcessXml(useCaseOf(request, api), request.params.id);
      return download(reply, 'bpmn_xml', xml);
    },
  );

  app.get(
    '/api/v1/processes/:id/export',
    {
      schema: {
        tags,
        summary: 'A process in one of the forms it can be written in',
        params: idParams,
        querystring: exportQuerySchema,
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const text = await exportProcess(useCaseOf(request, api), request.params.id, format);
      return download(reply, format, text);
    },
  );

  app.delete(
    '/api/v1/processes/:id',
    {
      schema: {
        tags,
        summary: 'Take a process out of use',
        params: idParams,
        querystring: deleteProcessQuerySchema,
        response: answers(deletedProcessSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Process deleted', (useCase) =>
        deleteProcess(useCase, request.params.id, request.query.cascade),
      ),
  );

  app.post(
    '/api/v1/processes/:id/suspend',
    {
      schema: {
        tags,
        summary: 'Let a version, or all versions of a process, start nothing until they are resumed',
        params: idParams,
        body: suspendProcessSchema,
        response: answers(suspendedProcessSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Process suspended', (useCase) =>
        suspendProcess(useCase, request.params.id, request.body),
      ),
  );

  app.post(
    '/api/v1/processes/:id/resume',
    {
      schema: {
        tags,
        summary: 'Let a suspended version, or all versions of a process, start again',
        params: idParams,
        body: suspendProcessSchema,
        response: answers(suspendedProcessSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Process resumed', (useCase) =>
        resumeProcess(useCase, request.params.id, request.body),
      ),
  );

  app.get(
    '/api/v1/processes/:id/instances',
    {
      schema: {
        tags,
        summary: 'Instances of a process, newest first',
        params: idParams,
        querystring: instanceQuerySchema,
        response: answers(instanceListSchema),
      },
    },
    async (request) => {
      const useCase = useCaseOf(request, api);
      await requireDefinition(useCase, request.params.id);
      return answer(listAllInstances(useCase, { ...request.query, process_id: request.params.id }));
    },
  );
}

/** A browser that comes here itself keeps it as a file: who wrote the model does not write a page of ours. */
function download(reply: FastifyReply, format: ExportFormat, text: string): FastifyReply {
  const { type, extension } = fileForms[format];
  return reply
    .type(type)
    .header('content-disposition', `attachment; filename="process.${extension}"`)
    .serializer(String)
    .send(text);
}

/** By the shape of the parsed body: XML arrives as text, the two JSON forms differ by one key. */
function writtenProcess(body: string | TextDefinition | SimpleDefinition | undefined): WrittenProcess {
  // Without a body there is no content type to choose a schema by, so nothing was validated.
  if (body === undefined) {
    throw new Refusal('VALIDATION_FAILED', 'Expected a process definition, but found no body');
  }
  if (typeof body === 'string') return { kind: 'text', definition: { definition: body, format: 'bpmn_xml' } };
  return isText(body) ? { kind: 'text', definition: body } : { kind: 'list', definition: body };
}

/** The schema of the body has decided by the same key. */
function isText(body: TextDefinition | SimpleDefinition): body is TextDefinition {
  return 'definition' in body;
}

function formatOf(written: WrittenProcess): string {
  return written.kind === 'list' ? 'json' : written.definition.format;
}
