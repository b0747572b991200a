import {
  type ActiveElement,
  type Activity,
  type ActivityList,
  type BatchDetail,
  type BatchSummary,
  type DecisionVersion,
  type Incident,
  type InstanceSummary,
  instanceStatusSchema,
  type JobSummary,
  type JournalEvent,
  jobStatusSchema,
  type ProcessVersion,
  type PublishedMessage,
  type Task,
  taskStatusSchema,
} from '@wbpm/contract';
import type { GraphqlContext } from './context.ts';
import type { Builder, Types } from './schema-builder.ts';

/** A process in the version that is shown; with the instance that was started, where one was. */
export type ShownProcess = ProcessVersion & { readonly instance_id?: string };

/** Parameters and failures are read for a single batch only. */
export type ShownBatch = BatchSummary & Partial<Pick<BatchDetail, 'parameters' | 'failures'>>;

/** Names of the types by which they refer to each other; their fields are added one by one. */
export function createRefs(builder: Builder) {
  return {
    process: builder.objectRef<ShownProcess>('Process'),
    instance: builder.interfaceRef<InstanceSummary>('Instance'),
    processInstance: builder.objectRef<InstanceSummary>('ProcessInstance'),
    instanceDetail: builder.objectRef<InstanceSummary>('ProcessInstanceDetail'),
    activeElement: builder.objectRef<ActiveElement>('ActiveElement'),
    activity: builder.objectRef<Activity>('Activity'),
    activityList: builder.objectRef<ActivityList>('ActivityList'),
    journalEvent: builder.objectRef<JournalEvent>('JournalEvent'),
    task: builder.objectRef<Task>('Task'),
    incident: builder.objectRef<Incident>('Incident'),
    job: builder.objectRef<JobSummary>('Job'),
    decision: builder.objectRef<DecisionVersion>('Decision'),
    batch: builder.objectRef<ShownBatch>('Batch'),
    publishedMessage: builder.objectRef<PublishedMessage>('PublishedMessage'),
    instanceStatus: builder.enumType('InstanceStatus', { values: instanceStatusSchema.options }),
    taskStatus: builder.enumType('TaskStatus', { values: taskStatusSchema.options }),
    jobStatus: builder.enumType('JobStatus', { values: jobStatusSchema.options }),
    incidentStatus: builder.enumType('IncidentStatus', { values: ['open', 'resolved'] }),
    batchStatus: builder.enumType('BatchStatus', {
      values: ['running', 'paused', 'completed', 'cancelled'],
    }),
  };
}

export type Refs = ReturnType<typeof createRefs>;

/** A field: the instance that something belongs to, looked up for all of a list at once. */
export function instanceOf<Part extends { readonly instance_id: string }>(
  t: PothosSchemaTypes.FieldBuilder<Types, Part>,
  refs: Refs,
) {
  return t.field({
    type: refs.processInstance,
    nullable: true,
    resolve: (part: Part, _args: object, { loaders }: GraphqlContext) => loaders.instance(part.instance_id),
  });
}
