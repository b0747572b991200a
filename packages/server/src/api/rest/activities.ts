import { activateAdHocSchema, changedInstanceSchema, triggerActivitySchema } from '@wbpm/contract';
import { activateAdHoc, completeAdHoc, triggerActivity } from '../../processes/move-element.ts';
import type { App } from '../app.ts';
import { type Api, change } from './call.ts';
import { answers, elementParams } from './schemas.ts';

const tags = ['instances'];

export function registerActivityRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/instances/:id/activities/:element_instance_id/trigger',
    {
      schema: {
        tags,
        summary: 'Move on an element that waits to be triggered',
        params: elementParams,
        body: triggerActivitySchema,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Activity triggered', (useCase) =>
        triggerActivity(
          useCase,
          request.params.id,
          request.params.element_instance_id,
          request.body.variables,
        ),
      ),
  );

  app.post(
    '/api/v1/instances/:id/ad-hoc/:element_instance_id/activate',
    {
      schema: {
        tags,
        summary: 'Begin activities of an ad-hoc subprocess',
        params: elementParams,
        body: activateAdHocSchema,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Activities begun', (useCase) =>
        activateAdHoc(useCase, request.params.id, request.params.element_instance_id, {
          elementIds: request.body.elements,
          variables: request.body.variables,
        }),
      ),
  );

  app.post(
    '/api/v1/instances/:id/ad-hoc/:element_instance_id/complete',
    {
      schema: {
        tags,
        summary: 'Complete an ad-hoc subprocess',
        params: elementParams,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Ad-hoc subprocess completed', (useCase) =>
        completeAdHoc(useCase, request.params.id, request.params.element_instance_id),
      ),
  );
}
