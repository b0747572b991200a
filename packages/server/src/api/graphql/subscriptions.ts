import { shortTextSchema } from '@wbpm/contract';
import { z } from 'zod';
import { requirePermission } from '../../access/require-permission.ts';
import { parseBody } from '../validate.ts';
import type { Builder } from './schema-builder.ts';
import type { InstanceUpdate, TasksUpdate } from './updates.ts';

const processUpdateSchema = z.object({ process_id: shortTextSchema });

/** Updates say that something changed, not what: what somebody may see is decided by the read that follows. */
export function addSubscriptions(builder: Builder): void {
  const processUpdate = builder.objectRef<InstanceUpdate>('ProcessUpdate').implement({
    fields: (t) => ({
      instance_id: t.exposeString('instance_id', {
        nullable: true,
        description: 'Null: more has changed than can be said; read anew what is shown.',
      }),
      status: t.exposeString('status', { nullable: true }),
    }),
  });
  const taskUpdate = builder.objectRef<TasksUpdate>('TaskUpdate').implement({
    fields: (t) => ({
      process_id: t.exposeString('process_id', {
        nullable: true,
        description: 'Whose tasks changed; null: those of several processes.',
      }),
    }),
  });
  builder.subscriptionType({
    fields: (t) => ({
      process_update: t.field({
        type: processUpdate,
        description: 'Changes of the instances of a process, or of one instance.',
        args: {
          process_id: t.arg.string({ required: true, description: 'A process_id or an instance_id.' }),
        },
        subscribe(_root, args, { useCase, updates }) {
          const { tenantId } = useCase.principal;
          requirePermission(useCase.principal, 'instance', 'read');
          return updates.ofInstances(tenantId, parseBody(processUpdateSchema, args).process_id);
        },
        resolve: (update) => update,
      }),
      task_update: t.field({
        type: taskUpdate,
        description: 'Changes of lists of tasks.',
        subscribe(_root, _args, { useCase, updates }) {
          requirePermission(useCase.principal, 'task', 'read');
          return updates.ofTasks(useCase.principal.tenantId);
        },
        resolve: (update) => update,
      }),
    }),
  });
}
