import {
  batchDetailSchema,
  batchListSchema,
  batchPlanSchema,
  batchQuerySchema,
  changedBatchSchema,
  createBatchSchema,
} from '@wbpm/contract';
import { z } from 'zod';
import { createBatch } from '../../batches/create-batch.ts';
import { listAllBatches, readBatch } from '../../batches/read-batch.ts';
import { cancelBatch, pauseBatch, resumeBatch } from '../../batches/steer-batch.ts';
import type { App } from '../app.ts';
import { type Api, answer, change, useCaseOf } from './call.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['batches'];

export function registerBatchRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/batches',
    {
      schema: {
        tags,
        summary: 'Do to many instances what can be done to one; with dry_run, say what that would come to',
        body: createBatchSchema,
        response: answers(z.union([changedBatchSchema, batchPlanSchema])),
      },
    },
    (request, reply) =>
      change(
        request,
        reply,
        api,
        request.body.dry_run === true ? 'Batch planned' : 'Batch created',
        (useCase) => createBatch(useCase, request.body),
      ),
  );

  app.get(
    '/api/v1/batches',
    {
      schema: {
        tags,
        summary: 'Batches, newest first',
        querystring: batchQuerySchema,
        response: answers(batchListSchema),
      },
    },
    (request) => answer(listAllBatches(useCaseOf(request, api), request.query)),
  );

  app.get(
    '/api/v1/batches/:id',
    {
      schema: {
        tags,
        summary: 'How far a batch has come, and what was refused',
        params: idParams,
        response: answers(batchDetailSchema),
      },
    },
    (request) => answer(readBatch(useCaseOf(request, api), request.params.id)),
  );

  for (const [action, summary, message, steer] of [
    ['pause', 'Begin nothing more until the batch is resumed', 'Batch paused', pauseBatch],
    ['resume', 'Let a paused batch go on', 'Batch resumed', resumeBatch],
    ['cancel', 'Leave the rest of the batch as it is', 'Batch cancelled', cancelBatch],
  ] as const) {
    app.post(
      `/api/v1/batches/:id/${action}`,
      { schema: { tags, summary, params: idParams, response: answers(changedBatchSchema) } },
      (request, reply) =>
        change(request, reply, api, message, (useCase) => steer(useCase, request.params.id)),
    );
  }
}
