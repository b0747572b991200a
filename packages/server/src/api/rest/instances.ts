import {
  activityListSchema,
  cancelInstanceSchema,
  changedInstanceSchema,
  instanceDetailSchema,
  instanceListSchema,
  instanceQuerySchema,
  journalSchema,
  migratedInstanceSchema,
  migrateInstanceSchema,
  migrationPlanSchema,
  modifyInstanceSchema,
  pageQuerySchema,
  pastStateQuerySchema,
  pastStateSchema,
  setVariablesSchema,
  startedInstanceSchema,
  startInstanceSchema,
  stateComparisonQuerySchema,
  stateComparisonSchema,
  subscriptionListSchema,
  variablesSchema,
} from '@wbpm/contract';
import { z } from 'zod';
import {
  cancelInstance,
  resumeInstance,
  setInstanceVariables,
  suspendInstance,
} from '../../processes/change-instance.ts';
import { compareStates } from '../../processes/compare-states.ts';
import { migrateInstance } from '../../processes/migrate-instance.ts';
import { modifyInstance } from '../../processes/modify-instance.ts';
import { readPastState } from '../../processes/past-state.ts';
import { readActivities, readInstanceJournal } from '../../processes/read-history.ts';
import {
  listAllInstances,
  readInstance,
  readInstanceOf,
  readLocalVariables,
  readSubscriptions,
} from '../../processes/read-instance.ts';
import { startInstance } from '../../processes/start-instance.ts';
import type { App } from '../app.ts';
import { startRequestOf } from '../body-requests.ts';
import { type Api, answer, answerRevised, change, changeSeen, useCaseOf } from './call.ts';
import { answers, elementParams, idParams, instanceParams } from './schemas.ts';

const tags = ['instances'];

export function registerInstanceRoutes(app: App, api: Api): void {
  app.post(
    '/api/v1/processes/:id/instances',
    {
      schema: {
        tags,
        summary: 'Start an instance; answers at its first wait state or its end',
        params: idParams,
        body: startInstanceSchema,
        response: answers(startedInstanceSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Instance started', (useCase) =>
        startInstance(useCase, request.params.id, startRequestOf(request.body)),
      ),
  );

  app.get(
    '/api/v1/processes/:id/instances/:instance_id',
    {
      schema: {
        tags,
        summary: 'An instance of a process',
        params: instanceParams,
        response: answers(instanceDetailSchema),
      },
    },
    (request, reply) =>
      answerRevised(
        reply,
        readInstanceOf(useCaseOf(request, api), request.params.id, request.params.instance_id),
      ),
  );

  app.get(
    '/api/v1/instances',
    {
      schema: {
        tags,
        summary: 'Instances, newest first',
        querystring: instanceQuerySchema,
        response: answers(instanceListSchema),
      },
    },
    (request) => answer(listAllInstances(useCaseOf(request, api), request.query)),
  );

  app.get(
    '/api/v1/instances/:id',
    { schema: { tags, summary: 'An instance', params: idParams, response: answers(instanceDetailSchema) } },
    (request, reply) => answerRevised(reply, readInstance(useCaseOf(request, api), request.params.id)),
  );

  app.get(
    '/api/v1/instances/:id/activities',
    {
      schema: {
        tags,
        summary: 'Every run of every element, in the order they started',
        params: idParams,
        querystring: pageQuerySchema,
        response: answers(activityListSchema),
      },
    },
    (request) => answer(readActivities(useCaseOf(request, api), request.params.id, request.query)),
  );

  app.get(
    '/api/v1/instances/:id/activities/:element_instance_id/variables',
    {
      schema: {
        tags,
        summary: 'Variables local to one element instance',
        params: elementParams,
        response: answers(variablesSchema),
      },
    },
    (request) =>
      answer(
        readLocalVariables(useCaseOf(request, api), request.params.id, request.params.element_instance_id),
      ),
  );

  app.get(
    '/api/v1/instances/:id/journal',
    {
      schema: {
        tags,
        summary: 'What happened to the instance, event by event',
        params: idParams,
        querystring: pageQuerySchema,
        response: answers(journalSchema),
      },
    },
    (request) => answer(readInstanceJournal(useCaseOf(request, api), request.params.id, request.query)),
  );

  app.get(
    '/api/v1/instances/:id/state',
    {
      schema: {
        tags,
        summary: 'The instance as it was after event at_seq',
        params: idParams,
        querystring: pastStateQuerySchema,
        response: answers(pastStateSchema),
      },
    },
    (request) => answer(readPastState(useCaseOf(request, api), request.params.id, request.query.at_seq)),
  );

  app.get(
    '/api/v1/instances/:id/state/compare',
    {
      schema: {
        tags,
        summary: 'What differs between the instance after event from_seq and after event to_seq',
        params: idParams,
        querystring: stateComparisonQuerySchema,
        response: answers(stateComparisonSchema),
      },
    },
    (request) => {
      const { from_seq: fromSeq, to_seq: toSeq } = request.query;
      return answer(compareStates(useCaseOf(request, api), request.params.id, { fromSeq, toSeq }));
    },
  );

  app.get(
    '/api/v1/instances/:id/subscriptions',
    {
      schema: {
        tags,
        summary: 'What the instance waits for',
        params: idParams,
        querystring: pageQuerySchema,
        response: answers(subscriptionListSchema),
      },
    },
    (request) => answer(readSubscriptions(useCaseOf(request, api), request.params.id, request.query)),
  );

  app.patch(
    '/api/v1/instances/:id/variables',
    {
      schema: {
        tags,
        summary: 'Set variables of the instance',
        params: idParams,
        body: setVariablesSchema,
        response: answers(variablesSchema),
      },
    },
    (request, reply) =>
      changeSeen(request, reply, api, 'Variables set', (useCase) =>
        setInstanceVariables(useCase, request.params.id, request.body.variables),
      ),
  );

  app.post(
    '/api/v1/instances/:id/cancel',
    {
      schema: {
        tags,
        summary: 'End the instance where it is',
        params: idParams,
        body: cancelInstanceSchema,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      changeSeen(request, reply, api, 'Instance cancelled', (useCase) =>
        cancelInstance(useCase, request.params.id, request.body.reason ?? null),
      ),
  );

  app.post(
    '/api/v1/instances/:id/modify',
    {
      schema: {
        tags,
        summary: 'Move tokens by hand: activate, cancel and move elements, all or nothing',
        params: idParams,
        body: modifyInstanceSchema,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      changeSeen(request, reply, api, 'Instance modified', (useCase) =>
        modifyInstance(useCase, request.params.id, request.body),
      ),
  );

  app.post(
    '/api/v1/instances/:id/migrate',
    {
      schema: {
        tags,
        summary: 'Let the instance go on by another definition; with dry_run, say what that would come to',
        params: idParams,
        body: migrateInstanceSchema,
        response: answers(z.union([migratedInstanceSchema, migrationPlanSchema])),
      },
    },
    (request, reply) =>
      changeSeen(
        request,
        reply,
        api,
        request.body.dry_run === true ? 'Migration planned' : 'Instance migrated',
        (useCase) => migrateInstance(useCase, request.params.id, request.body),
      ),
  );

  app.post(
    '/api/v1/instances/:id/suspend',
    {
      schema: {
        tags,
        summary: 'Stop the instance until it is resumed',
        params: idParams,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      changeSeen(request, reply, api, 'Instance suspended', (useCase) =>
        suspendInstance(useCase, request.params.id),
      ),
  );

  app.post(
    '/api/v1/instances/:id/resume',
    {
      schema: {
        tags,
        summary: 'Let a suspended instance go on',
        params: idParams,
        response: answers(changedInstanceSchema),
      },
    },
    (request, reply) =>
      changeSeen(request, reply, api, 'Instance resumed', (useCase) =>
        resumeInstance(useCase, request.params.id),
      ),
  );
}
