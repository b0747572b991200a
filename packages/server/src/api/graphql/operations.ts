import {
  type BatchDetail,
  batchQuerySchema,
  incidentQuerySchema,
  jobQuerySchema,
  pageQuerySchema,
} from '@wbpm/contract';
import { listAllBatches, readBatch } from '../../batches/read-batch.ts';
import { listAllDecisions, readDecision } from '../../decisions/read-decision.ts';
import { listAllJobs } from '../../jobs/list-jobs.ts';
import { listAllIncidents } from '../../processes/incidents.ts';
import { type ConnectionType, connectionOf, keyOf } from './connections.ts';
import { idOf, pageArgs, pageCost, queryOf } from './pages.ts';
import { instanceOf, type Refs } from './refs.ts';
import type { Builder } from './schema-builder.ts';

/** What operators look at: incidents, jobs, decisions and batches. */
export function addOperations(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  addIncidents(builder, refs, connectionType);
  addJobs(builder, refs, connectionType);
  addDecisions(builder, refs, connectionType);
  addBatches(builder, refs, connectionType);
}

function addIncidents(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  builder.objectType(refs.incident, {
    description: 'A place where an instance cannot go on.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as incident_id.' }),
      incident_id: t.exposeString('incident_id'),
      instance_id: t.exposeString('instance_id'),
      process_id: t.exposeString('process_id'),
      process_name: t.exposeString('process_name'),
      element_id: t.exposeString('element_id'),
      element_instance_id: t.exposeString('element_instance_id'),
      code: t.exposeString('code'),
      message: t.exposeString('message'),
      created_at: t.exposeString('created_at'),
      resolved_at: t.exposeString('resolved_at', { nullable: true }),
      instance: instanceOf(t, refs),
    }),
  });
  builder.queryField('incidents', (t) =>
    t.field({
      type: connectionType('Incident', refs.incident),
      nullable: true,
      description: 'Newest first; open ones unless status says otherwise.',
      args: {
        ...pageArgs(t.arg),
        status: t.arg({ type: refs.incidentStatus }),
        instance_id: t.arg.string(),
        process_id: t.arg.string(),
      },
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllIncidents(useCase, queryOf(incidentQuerySchema, args));
        return connectionOf(page.incidents, page.next_cursor, keyOf.incident);
      },
    }),
  );
}

function addJobs(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  builder.objectType(refs.job, {
    description: 'Work for a program.',
    fields: (t) => ({
      job_id: t.exposeString('job_id'),
      type: t.exposeString('type'),
      status: t.field({ type: refs.jobStatus, resolve: ({ status }) => status }),
      instance_id: t.exposeString('instance_id'),
      process_id: t.exposeString('process_id'),
      element_id: t.exposeString('element_id'),
      retries: t.exposeInt('retries', { description: 'Attempts left.' }),
      worker: t.exposeString('worker', { nullable: true }),
      locked_until: t.exposeString('locked_until', { nullable: true }),
      due_at: t.exposeString('due_at'),
      created_at: t.exposeString('created_at'),
      instance: instanceOf(t, refs),
    }),
  });
  builder.queryField('jobs', (t) =>
    t.field({
      type: connectionType('Job', refs.job),
      nullable: true,
      description: 'Newest first.',
      args: {
        ...pageArgs(t.arg),
        type: t.arg.string(),
        instance_id: t.arg.string(),
        status: t.arg({ type: refs.jobStatus }),
      },
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllJobs(useCase, queryOf(jobQuerySchema, args));
        return connectionOf(page.jobs, page.next_cursor, keyOf.job);
      },
    }),
  );
}

function addDecisions(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  builder.objectType(refs.decision, {
    description: 'A version of a decision.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as decision_id.' }),
      decision_id: t.exposeString('decision_id'),
      definition_id: t.exposeString('definition_id'),
      version: t.exposeInt('version'),
      name: t.exposeString('name'),
      created_at: t.exposeString('created_at'),
      created_by: t.exposeString('created_by'),
    }),
  });
  builder.queryFields((t) => ({
    decisions: t.field({
      type: connectionType('Decision', refs.decision),
      nullable: true,
      description: 'The latest version of every decision.',
      args: pageArgs(t.arg),
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllDecisions(useCase, queryOf(pageQuerySchema, args));
        return connectionOf(page.decisions, page.next_cursor, keyOf.decision);
      },
    }),
    decision: t.field({
      type: refs.decision,
      nullable: true,
      description: 'By its decision_id the latest version, by a definition_id that very one.',
      args: { id: t.arg.string({ required: true }) },
      resolve: (_root, { id }, { useCase }) => readDecision(useCase, idOf(id)),
    }),
  }));
}

function addBatches(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  const failure = builder.objectRef<BatchDetail['failures'][number]>('BatchFailure').implement({
    fields: (t) => ({
      instance_id: t.exposeString('instance_id'),
      code: t.exposeString('code'),
      message: t.exposeString('message'),
    }),
  });
  builder.objectType(refs.batch, {
    description: 'One operation on many instances.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as batch_id.' }),
      batch_id: t.exposeString('batch_id'),
      operation: t.exposeString('operation'),
      status: t.field({ type: refs.batchStatus, resolve: ({ status }) => status }),
      filter: t.field({ type: 'JSON', resolve: (batch) => batch.filter }),
      reason: t.exposeString('reason', { nullable: true }),
      total: t.exposeInt('total'),
      done: t.exposeInt('done'),
      failed: t.exposeInt('failed'),
      created_by: t.exposeString('created_by'),
      created_at: t.exposeString('created_at'),
      ended_at: t.exposeString('ended_at', { nullable: true }),
      parameters: t.field({
        type: 'JSON',
        nullable: true,
        description: 'Of a single batch; null in lists.',
        resolve: (batch) => batch.parameters ?? null,
      }),
      failures: t.field({
        type: [failure],
        nullable: true,
        description: 'The first 100 of a single batch; null in lists.',
        resolve: (batch) => batch.failures ?? null,
      }),
    }),
  });
  builder.queryFields((t) => ({
    batches: t.field({
      type: connectionType('Batch', refs.batch),
      nullable: true,
      description: 'Newest first.',
      args: { ...pageArgs(t.arg), status: t.arg({ type: refs.batchStatus }) },
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllBatches(useCase, queryOf(batchQuerySchema, args));
        return connectionOf(page.batches, page.next_cursor, keyOf.batch);
      },
    }),
    batch: t.field({
      type: refs.batch,
      nullable: true,
      args: { id: t.arg.string({ required: true }) },
      resolve: (_root, { id }, { useCase }) => readBatch(useCase, id),
    }),
  }));
}
