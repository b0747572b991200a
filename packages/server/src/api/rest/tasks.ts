import {
  assignTaskSchema,
  bulkTasksResultSchema,
  bulkTasksSchema,
  changedTaskSchema,
  completeTaskSchema,
  escalateTaskSchema,
  taskDetailSchema,
  taskErrorSchema,
  taskListSchema,
  taskQuerySchema,
} from '@wbpm/contract';
import { changeManyTasks } from '../../tasks/change-many-tasks.ts';
import {
  assignTask,
  claimTask,
  completeTask,
  escalateTask,
  throwTaskError,
  unclaimTask,
} from '../../tasks/change-task.ts';
import { listMyTasks, readTask } from '../../tasks/read-tasks.ts';
import type { App } from '../app.ts';
import { success } from '../envelope.ts';
import { type Api, answer, attempt, change, useCaseOf } from './call.ts';
import { answers, idParams } from './schemas.ts';

const tags = ['tasks'];

export function registerTaskRoutes(app: App, api: Api): void {
  app.get(
    '/api/v1/tasks',
    {
      schema: {
        tags,
        summary: 'Tasks assigned to or claimable by the caller, urgent ones first',
        querystring: taskQuerySchema,
        response: answers(taskListSchema),
      },
    },
    (request) => answer(listMyTasks(useCaseOf(request, api), request.query)),
  );

  app.post(
    '/api/v1/tasks/bulk',
    {
      schema: {
        tags,
        summary: 'Claim, unclaim, assign or complete many tasks; each succeeds or is refused on its own',
        body: bulkTasksSchema,
        response: answers(bulkTasksResultSchema),
      },
    },
    async (request, reply) => {
      const useCase = useCaseOf(request, api);
      const { response, replayed } = await changeManyTasks(useCase, request.body, attempt);
      if (replayed) reply.header('idempotent-replayed', 'true');
      return success(response, `${response.succeeded} of ${response.results.length} tasks changed`);
    },
  );

  app.get(
    '/api/v1/tasks/:id',
    {
      schema: {
        tags,
        summary: 'A task with the variables its form starts from',
        params: idParams,
        response: answers(taskDetailSchema),
      },
    },
    (request) => answer(readTask(useCaseOf(request, api), request.params.id)),
  );

  app.post(
    '/api/v1/tasks/:id/claim',
    {
      schema: { tags, summary: 'Take the task', params: idParams, response: answers(changedTaskSchema) },
    },
    (request, reply) =>
      change(request, reply, api, 'Task claimed', (useCase) => claimTask(useCase, request.params.id)),
  );

  app.post(
    '/api/v1/tasks/:id/unclaim',
    {
      schema: {
        tags,
        summary: 'Give the task back to its candidates',
        params: idParams,
        response: answers(changedTaskSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Task given back', (useCase) => unclaimTask(useCase, request.params.id)),
  );

  app.post(
    '/api/v1/tasks/:id/assign',
    {
      schema: {
        tags,
        summary: 'Give the task to a person',
        params: idParams,
        body: assignTaskSchema,
        response: answers(changedTaskSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Task assigned', (useCase) =>
        assignTask(useCase, request.params.id, request.body.assignee),
      ),
  );

  app.post(
    '/api/v1/tasks/:id/complete',
    {
      schema: {
        tags,
        summary: 'Complete the task; one that nobody holds is claimed first',
        params: idParams,
        body: completeTaskSchema,
        response: answers(changedTaskSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Task completed', (useCase) =>
        completeTask(useCase, request.params.id, request.body.variables),
      ),
  );

  app.post(
    '/api/v1/tasks/:id/error',
    {
      schema: {
        tags,
        summary: 'End the task with a business error, which the process may catch',
        params: idParams,
        body: taskErrorSchema,
        response: answers(changedTaskSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Task ended with an error', (useCase) =>
        throwTaskError(useCase, request.params.id, {
          errorCode: request.body.error_code,
          message: request.body.message ?? null,
          variables: request.body.variables,
        }),
      ),
  );

  app.post(
    '/api/v1/tasks/:id/escalate',
    {
      schema: {
        tags,
        summary: 'Escalate the task',
        params: idParams,
        body: escalateTaskSchema,
        response: answers(changedTaskSchema),
      },
    },
    (request, reply) =>
      change(request, reply, api, 'Task escalated', (useCase) =>
        escalateTask(useCase, request.params.id, {
          escalationCode: request.body.escalation_code,
          variables: request.body.variables,
        }),
      ),
  );
}
