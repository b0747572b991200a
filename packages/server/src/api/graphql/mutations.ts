import {
  assignTaskSchema,
  type BroadcastAnswer,
  broadcastSignalSchema,
  type ChangedInstance,
  type ChangedTask,
  cancelInstanceSchema,
  completeTaskSchema,
  publishMessageSchema,
  type ResolvedIncident,
  resolveIncidentSchema,
  setVariablesSchema,
  startInstanceSchema,
} from '@wbpm/contract';
import { requirePermission } from '../../access/require-permission.ts';
import { broadcastSignal } from '../../processes/broadcast-signal.ts';
import {
  cancelInstance,
  resumeInstance,
  setInstanceVariables,
  suspendInstance,
} from '../../processes/change-instance.ts';
import { resolveIncident } from '../../processes/incidents.ts';
import { publishMessage } from '../../processes/publish-message.ts';
import { startInstance } from '../../processes/start-instance.ts';
import { assignTask, claimTask, completeTask, unclaimTask } from '../../tasks/change-task.ts';
import { messageOf, signalOf, startRequestOf } from '../body-requests.ts';
import { parseBody } from '../validate.ts';
import { change } from './change.ts';
import { bodyOf, jsonOf } from './json-texts.ts';
import { idOf } from './pages.ts';
import { instanceOf, type Refs } from './refs.ts';
import type { Builder } from './schema-builder.ts';

const jsonText = 'An object as a JSON text; an empty text is an empty object.';

export function addMutations(builder: Builder, refs: Refs): void {
  addStarts(builder, refs);
  addTaskChanges(builder, refs);
  addInstanceChanges(builder, refs);
  addEvents(builder, refs);
}

function addStarts(builder: Builder, refs: Refs): void {
  builder.mutationFields((t) => ({
    start_process: t.field({
      type: refs.process,
      description: 'Starts an instance; answers its process, with the id of the instance.',
      args: {
        process_id: t.arg.string({ required: true }),
        variables: t.arg.string({ description: jsonText }),
      },
      async resolve(_root, args, context) {
        // What the answer shows has to be allowed before anything is done.
        requirePermission(context.useCase.principal, 'process', 'read');
        const body = parseBody(startInstanceSchema, { variables: jsonOf(args.variables) });
        const started = await change(context, (useCase) =>
          startInstance(useCase, idOf(args.process_id), startRequestOf(body)),
        );
        const process = await context.loaders.definition(started.definition_id);
        if (process === null) throw new Error(`Expected definition ${started.definition_id} to be stored`);
        return { ...process, instance_id: started.instance_id };
      },
    }),
    start_process_instance: t.field({
      type: refs.processInstance,
      nullable: true,
      description: 'Starts an instance; answers at its first wait state or its end.',
      args: {
        process_id: t.arg.string({ required: true }),
        variables: t.arg.string({ description: jsonText }),
        business_key: t.arg.string(),
        unique_business_key: t.arg.boolean({
          description: 'Refuses the start while another instance of the process with this business key runs.',
        }),
        start_element: t.arg.string(),
      },
      async resolve(_root, { process_id: processId, ...args }, context) {
        requirePermission(context.useCase.principal, 'instance', 'read');
        const body = parseBody(startInstanceSchema, bodyOf(args));
        const started = await change(context, (useCase) =>
          startInstance(useCase, idOf(processId), startRequestOf(body)),
        );
        return context.loaders.instance(started.instance_id);
      },
    }),
  }));
}

function addTaskChanges(builder: Builder, refs: Refs): void {
  const changedTask = builder.objectRef<ChangedTask>('ChangedTask').implement({
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as task_id.' }),
      task_id: t.exposeString('task_id'),
      instance_id: t.exposeString('instance_id'),
      status: t.exposeString('status'),
      assignee: t.exposeString('assignee', { nullable: true }),
      instance: instanceOf(t, refs),
    }),
  });
  builder.mutationFields((t) => {
    const taskId = { task_id: t.arg.string({ required: true }) };
    return {
      complete_task: t.field({
        type: changedTask,
        nullable: true,
        description: 'Completes a task; one that nobody holds is claimed first.',
        args: { ...taskId, variables: t.arg.string({ description: jsonText }) },
        resolve(_root, { task_id: id, ...args }, context) {
          const { variables } = parseBody(completeTaskSchema, bodyOf(args));
          return change(context, (useCase) => completeTask(useCase, id, variables));
        },
      }),
      claim_task: t.field({
        type: changedTask,
        nullable: true,
        args: taskId,
        resolve: (_root, { task_id: id }, context) => change(context, (useCase) => claimTask(useCase, id)),
      }),
      unclaim_task: t.field({
        type: changedTask,
        nullable: true,
        description: 'Gives the task back to its candidates.',
        args: taskId,
        resolve: (_root, { task_id: id }, context) => change(context, (useCase) => unclaimTask(useCase, id)),
      }),
      assign_task: t.field({
        type: changedTask,
        nullable: true,
        args: { ...taskId, assignee: t.arg.string({ description: 'Null: its candidates.' }) },
        resolve(_root, { task_id: id, assignee: given }, context) {
          const { assignee } = parseBody(assignTaskSchema, { assignee: given ?? null });
          return change(context, (useCase) => assignTask(useCase, id, assignee));
        },
      }),
    };
  });
}

function addInstanceChanges(builder: Builder, refs: Refs): void {
  const changed = builder.objectRef<ChangedInstance>('ChangedInstance').implement({
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as instance_id.' }),
      instance_id: t.exposeString('instance_id'),
      status: t.field({ type: refs.instanceStatus, resolve: ({ status }) => status }),
      instance: instanceOf(t, refs),
    }),
  });
  const resolved = builder.objectRef<ResolvedIncident>('ResolvedIncident').implement({
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as incident_id.' }),
      incident_id: t.exposeString('incident_id'),
      instance_id: t.exposeString('instance_id'),
      resolved: t.exposeBoolean('resolved'),
      instance: instanceOf(t, refs),
    }),
  });
  builder.mutationFields((t) => {
    const instanceId = { instance_id: t.arg.string({ required: true }) };
    return {
      cancel_instance: t.field({
        type: changed,
        nullable: true,
        description: 'Ends the instance where it is.',
        args: { ...instanceId, reason: t.arg.string() },
        resolve(_root, { instance_id: id, ...args }, context) {
          const { reason } = parseBody(cancelInstanceSchema, bodyOf(args));
          return change(context, (useCase) => cancelInstance(useCase, id, reason ?? null));
        },
      }),
      suspend_instance: t.field({
        type: changed,
        nullable: true,
        args: instanceId,
        resolve: (_root, { instance_id: id }, context) =>
          change(context, (useCase) => suspendInstance(useCase, id)),
      }),
      resume_instance: t.field({
        type: changed,
        nullable: true,
        args: instanceId,
        resolve: (_root, { instance_id: id }, context) =>
          change(context, (useCase) => resumeInstance(useCase, id)),
      }),
      set_variables: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Sets variables of the instance; answers all it has then.',
        args: { ...instanceId, variables: t.arg.string({ required: true, description: jsonText }) },
        async resolve(_root, { instance_id: id, ...args }, context) {
          const { variables } = parseBody(setVariablesSchema, bodyOf(args));
          const answer = await change(context, (useCase) => setInstanceVariables(useCase, id, variables));
          return answer.variables;
        },
      }),
      resolve_incident: t.field({
        type: resolved,
        nullable: true,
        description: 'Tries again what failed.',
        args: {
          incident_id: t.arg.string({ required: true }),
          retries: t.arg.int(),
          variables: t.arg.string({ description: jsonText }),
        },
        resolve(_root, { incident_id: id, ...args }, context) {
          const { retries, variables } = parseBody(resolveIncidentSchema, bodyOf(args));
          return change(context, (useCase) =>
            resolveIncident(useCase, id, { retries: retries ?? null, variables: variables ?? {} }),
          );
        },
      }),
    };
  });
}

function addEvents(builder: Builder, refs: Refs): void {
  builder.objectType(refs.publishedMessage, {
    fields: (t) => ({
      result: t.exposeString('result', { description: 'correlated, started, buffered or none.' }),
      instance_ids: t.exposeStringList('instance_ids', { complexity: 1 }),
    }),
  });
  const received = builder.objectRef<BroadcastAnswer>('SignalReceived').implement({
    fields: (t) => ({
      received_by: t.exposeInt('received_by'),
      instance_ids: t.exposeStringList('instance_ids', { complexity: 1 }),
    }),
  });
  builder.mutationFields((t) => ({
    publish_message: t.field({
      type: refs.publishedMessage,
      nullable: true,
      description: 'Gives a message to one instance that waits for it, or starts the process it starts.',
      args: {
        name: t.arg.string({ required: true }),
        correlation_key: t.arg.string(),
        correlation: t.arg.string({ description: 'Variables the receiver has, an object as a JSON text.' }),
        business_key: t.arg.string(),
        instance_id: t.arg.string(),
        variables: t.arg.string({ description: jsonText }),
        time_to_live: t.arg.string({ description: 'An ISO 8601 duration.' }),
        message_id: t.arg.string(),
      },
      resolve(_root, args, context) {
        const body = parseBody(publishMessageSchema, bodyOf(args));
        return change(context, (useCase) => publishMessage(useCase, messageOf(body)));
      },
    }),
    broadcast_signal: t.field({
      type: received,
      nullable: true,
      description: 'Lets everybody who waits for a signal hear it.',
      args: {
        name: t.arg.string({ required: true }),
        variables: t.arg.string({ description: jsonText }),
        instance_id: t.arg.string(),
      },
      resolve(_root, args, context) {
        const body = parseBody(broadcastSignalSchema, bodyOf(args));
        return change(context, (useCase) => broadcastSignal(useCase, signalOf(body)));
      },
    }),
  }));
}
