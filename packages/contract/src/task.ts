import { z } from 'zod';
import { formSchema } from './form.ts';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, longTextSchema, shortTextSchema } from './text.ts';

export const taskStatusSchema = z.enum(['active', 'completed', 'terminated']);
export type TaskStatus = z.infer<typeof taskStatusSchema>;

/** A piece of human work. */
export const taskSchema = z
  .object({
    id: z.string(),
    /** The same as `id`. */
    task_id: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    assignee: z.string().nullable(),
    candidate_users: z.array(z.string()),
    candidate_groups: z.array(z.string()),
    due_date: instantSchema.nullable(),
    /** 0 to 100, higher first. */
    priority: z.int(),
    status: taskStatusSchema,
    created_at: instantSchema,
    completed_at: instantSchema.nullable(),
    completed_by: z.string().nullable(),
    element_id: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    process_name: z.string(),
    definition_id: z.string(),
    business_key: z.string().nullable(),
    form: formSchema.optional(),
    /** When the task should be done according to its service level. */
    sla: z.object({ due_at: instantSchema }).optional(),
  })
  .meta({ id: 'Task' });
export type Task = z.infer<typeof taskSchema>;

/** A task with the variables its form starts from. */
export const taskDetailSchema = taskSchema.extend({ variables: jsonObjectSchema }).meta({ id: 'TaskDetail' });
export type TaskDetail = z.infer<typeof taskDetailSchema>;

export const taskListSchema = z
  .object({ tasks: z.array(taskSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'TaskList' });
export type TaskList = z.infer<typeof taskListSchema>;

/** Query of `GET /tasks`. Active ones unless `status` says otherwise. */
export const taskQuerySchema = pageQuerySchema.extend({
  instance_id: shortTextSchema.optional(),
  process_id: shortTextSchema.optional(),
  assignee: shortTextSchema.optional(),
  status: taskStatusSchema.default('active'),
  element_id: shortTextSchema.optional(),
  /** The order; without it urgent ones first, then the oldest. */
  sort: z.enum(['priority', 'created_at', '-created_at', 'due_date']).default('priority'),
});
export type TaskQuery = z.infer<typeof taskQuerySchema>;

/** Body of `POST /tasks/{id}/assign`; null gives the task back to its candidates. */
export const assignTaskSchema = z.object({ assignee: shortTextSchema.nullable() }).meta({ id: 'AssignTask' });
export type AssignTask = z.infer<typeof assignTaskSchema>;

/** Body of `POST /tasks/{id}/complete`; may be left out. */
export const completeTaskSchema = z
  .object({ variables: jsonObjectSchema.default({}) })
  .nullish()
  .transform((body) => body ?? { variables: {} })
  .meta({ id: 'CompleteTask' });
export type CompleteTask = NonNullable<z.input<typeof completeTaskSchema>>;

/** Body of `POST /tasks/{id}/error`: a business error, which the process may catch. */
export const taskErrorSchema = z
  .object({
    error_code: shortTextSchema,
    message: longTextSchema.optional(),
    variables: jsonObjectSchema.default({}),
  })
  .meta({ id: 'TaskError' });
export type TaskError = z.input<typeof taskErrorSchema>;

/** Body of `POST /tasks/{id}/escalate`. */
export const escalateTaskSchema = z
  .object({ escalation_code: shortTextSchema, variables: jsonObjectSchema.default({}) })
  .meta({ id: 'EscalateTask' });
export type EscalateTask = z.input<typeof escalateTaskSchema>;

/** Tasks one request can change at most. */
const mostTasksAtOnce = 100;

function manyTasks<Operation extends string, Rest extends z.ZodRawShape>(operation: Operation, rest: Rest) {
  return z.object({
    operation: z.literal(operation),
    task_ids: z
      .array(shortTextSchema)
      .min(1)
      .max(mostTasksAtOnce)
      .refine(
        (ids) => new Set(ids.map((id) => id.toLowerCase())).size === ids.length,
        'Expected every task once, but found one of them twice',
      ),
    ...rest,
  });
}

/** Body of `POST /tasks/bulk`: the same for each task, with what the operation on one task takes. */
export const bulkTasksSchema = z
  .discriminatedUnion('operation', [
    manyTasks('claim', {}),
    manyTasks('unclaim', {}),
    manyTasks('assign', { assignee: shortTextSchema.nullable() }),
    manyTasks('complete', { variables: jsonObjectSchema.default({}) }),
  ])
  .meta({ id: 'BulkTasks' });
export type BulkTasks = z.output<typeof bulkTasksSchema>;
/** The same as a client writes it. */
export type BulkTasksRequest = z.input<typeof bulkTasksSchema>;

/** What became of each task, in the order of the request. */
export const bulkTasksResultSchema = z
  .object({
    results: z.array(
      z.discriminatedUnion('ok', [
        z.object({ task_id: z.string(), ok: z.literal(true) }).meta({ id: 'BulkTaskDone' }),
        z
          .object({ task_id: z.string(), ok: z.literal(false), code: z.string(), message: z.string() })
          .meta({ id: 'BulkTaskRefused' }),
      ]),
    ),
    succeeded: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'BulkTasksResult' });
export type BulkTasksResult = z.infer<typeof bulkTasksResultSchema>;

/** Answer to claim, unclaim, assign, complete, error and escalate. */
export const changedTaskSchema = z
  .object({
    id: z.string(),
    task_id: z.string(),
    instance_id: z.string(),
    status: taskStatusSchema,
    assignee: z.string().nullable(),
  })
  .meta({ id: 'ChangedTask' });
export type ChangedTask = z.infer<typeof changedTaskSchema>;
