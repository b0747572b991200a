import { type Task, taskQuerySchema } from '@wbpm/contract';
import { listMyTasks, readTask } from '../../tasks/read-tasks.ts';
import { type ConnectionType, connectionOf, keyOf } from './connections.ts';
import { pageArgs, pageCost, queryOf } from './pages.ts';
import { instanceOf, type Refs } from './refs.ts';
import type { Builder, Types } from './schema-builder.ts';

export function addTasks(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  builder.objectType(refs.task, {
    description: 'Work for a person.',
    fields: (t) => ({
      id: t.exposeString('id'),
      task_id: t.exposeString('task_id', { description: 'The same as id.' }),
      name: t.exposeString('name'),
      description: t.string({ resolve: (task) => task.description ?? '' }),
      assignee: t.exposeString('assignee', { nullable: true }),
      due_date: t.exposeString('due_date', { nullable: true }),
      status: t.exposeString('status'),
      candidate_users: t.exposeStringList('candidate_users', { complexity: 1 }),
      candidate_groups: t.exposeStringList('candidate_groups', { complexity: 1 }),
      priority: t.exposeInt('priority', { description: '0 to 100, higher first.' }),
      created_at: t.exposeString('created_at'),
      completed_at: t.exposeString('completed_at', { nullable: true }),
      completed_by: t.exposeString('completed_by', { nullable: true }),
      element_id: t.exposeString('element_id'),
      instance_id: t.exposeString('instance_id'),
      process_id: t.exposeString('process_id'),
      process_name: t.exposeString('process_name'),
      definition_id: t.exposeString('definition_id'),
      business_key: t.exposeString('business_key', { nullable: true }),
      sla_due_at: t.string({ nullable: true, resolve: (task) => task.sla?.due_at ?? null }),
      form: t.field({ type: 'JSON', nullable: true, resolve: (task) => task.form ?? null }),
      variables: t.field({
        type: 'JSON',
        nullable: true,
        description: 'What the form starts from.',
        complexity: 5,
        resolve: (task, _args, { loaders }) => loaders.taskVariables(task.task_id),
      }),
      instance: instanceOf(t, refs),
      process: t.field({
        type: refs.process,
        nullable: true,
        resolve: (task, _args, { loaders }) => loaders.definition(task.definition_id),
      }),
    }),
  });

  builder.queryFields((t) => ({
    tasks: t.field({
      type: [refs.task],
      description: 'Tasks assigned to the caller or claimable by the caller, urgent ones first.',
      args: taskArgs(t.arg, refs),
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }): Promise<Task[]> {
        return (await listMyTasks(useCase, queryOf(taskQuerySchema, args))).tasks;
      },
    }),
    task_connection: t.field({
      type: connectionType('Task', refs.task),
      nullable: true,
      args: taskArgs(t.arg, refs),
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listMyTasks(useCase, queryOf(taskQuerySchema, args));
        return connectionOf(page.tasks, page.next_cursor, keyOf.task);
      },
    }),
    task: t.field({
      type: refs.task,
      nullable: true,
      args: { id: t.arg.string({ required: true }) },
      resolve: (_root, { id }, { useCase }) => readTask(useCase, id),
    }),
  }));
}

function taskArgs(arg: PothosSchemaTypes.QueryFieldBuilder<Types, object>['arg'], refs: Refs) {
  return {
    ...pageArgs(arg),
    status: arg({ type: refs.taskStatus, description: 'Active ones without it.' }),
    instance_id: arg.string(),
    process_id: arg.string(),
    assignee: arg.string(),
    element_id: arg.string(),
  };
}
