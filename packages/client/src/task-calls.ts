import type {
  AssignTask,
  BulkTasksRequest,
  BulkTasksResult,
  ChangedTask,
  CompleteTask,
  EscalateTask,
  TaskDetail,
  TaskError,
  TaskList,
  TaskQuery,
} from '@wbpm/contract';
import { apiPath } from './api-path.ts';
import type { CallOptions, Sender } from './send.ts';

/** Calls about human work. */
export interface TaskCalls {
  list(query?: Partial<TaskQuery>, options?: CallOptions): Promise<TaskList>;
  get(id: string, options?: CallOptions): Promise<TaskDetail>;
  claim(id: string, options?: CallOptions): Promise<ChangedTask>;
  unclaim(id: string, options?: CallOptions): Promise<ChangedTask>;
  assign(id: string, request: AssignTask, options?: CallOptions): Promise<ChangedTask>;
  complete(id: string, request?: CompleteTask, options?: CallOptions): Promise<ChangedTask>;
  /** Ends the task with a business error the process may catch. */
  error(id: string, request: TaskError, options?: CallOptions): Promise<ChangedTask>;
  /** Tells the process something while the task goes on, unless what catches it interrupts the task. */
  escalate(id: string, request: EscalateTask, options?: CallOptions): Promise<ChangedTask>;
  /** Does the same to many tasks; what is refused of one is no obstacle to the others. */
  bulk(request: BulkTasksRequest, options?: CallOptions): Promise<BulkTasksResult>;
}

export function taskCalls(sender: Sender): TaskCalls {
  const change = (path: string, value: unknown, options?: CallOptions) =>
    sender.data<ChangedTask>({ method: 'POST', path, body: { type: 'json', value }, options });
  return {
    list: (query = {}, options) => sender.data({ method: 'GET', path: apiPath`/tasks`, query, options }),
    get: (id, options) => sender.data({ method: 'GET', path: apiPath`/tasks/${id}`, options }),
    claim: (id, options) => change(apiPath`/tasks/${id}/claim`, {}, options),
    unclaim: (id, options) => change(apiPath`/tasks/${id}/unclaim`, {}, options),
    assign: (id, request, options) => change(apiPath`/tasks/${id}/assign`, request, options),
    complete: (id, request = {}, options) => change(apiPath`/tasks/${id}/complete`, request, options),
    error: (id, request, options) => change(apiPath`/tasks/${id}/error`, request, options),
    escalate: (id, request, options) => change(apiPath`/tasks/${id}/escalate`, request, options),
    bulk: (request, options) =>
      sender.data({
        method: 'POST',
        path: apiPath`/tasks/bulk`,
        body: { type: 'json', value: request },
        options,
      }),
  };
}
