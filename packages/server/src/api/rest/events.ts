import {
  broadcastAnswerSchema,
  broadcastSignalSchema,
  evaluateConditionsSchema,
  publishedMessageSchema,
  publishMessageSchema,
  startedByConditionsSchema,
} from '@wbpm/contract';
import { broadcastSignal } from '../../processes/broadcast-signal.ts';
import { evaluateConditions } from '../../processes/evaluate-conditions.ts';
import { publishMessage } from '../../processes/publish-message.ts';
import type { App } from '../app.ts';
import { messageOf, signalOf } from '../body-requests.ts';
import { type Api, change } from './call.ts';
import { answers } from './schemas.ts';

const tags = ['events'];

export function registerEventRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/messages',
    {
      schema: {
        tags,
        summary: 'Give a message to one instance that waits for it, or start the process it starts',
        body: publishMessageSchema,
        response: answers(publishedMessageSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Message published', (useCase) =>
        publishMessage(useCase, messageOf(request.body)),
      ),
  );

  app.post(
    '/api/v1/signals',
    {
      schema: {
        tags,
        summary: 'Let everybody who waits for a signal hear it',
        body: broadcastSignalSchema,
        response: answers(broadcastAnswerSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Signal broadcast', (useCase) =>
        broadcastSignal(useCase, signalOf(request.body)),
      ),
  );

  app.post(
    '/api/v1/conditions',
    {
      schema: {
        tags,
        summary: 'Start every process whose conditional start event holds',
        body: evaluateConditionsSchema,
        response: answers(startedByConditionsSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Conditions evaluated', (useCase) =>
        evaluateConditions(useCase, request.body.variables),
      ),
  );
}
