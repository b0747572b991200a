import {
  type Incident,
  type InstanceIncident,
  type InstanceSummary,
  instanceQuerySchema,
  pageQuerySchema,
} from '@wbpm/contract';
import { requireId } from '../../ids.ts';
import { notFound } from '../../not-found.ts';
import { readActivities, readInstanceJournal } from '../../processes/read-history.ts';
import { listAllInstances } from '../../processes/read-instance.ts';
import { type ConnectionType, connectionOf, keyOf } from './connections.ts';
import { limitArg, pageArgs, pageCost, queryOf } from './pages.ts';
import type { Refs } from './refs.ts';
import type { Builder } from './schema-builder.ts';

const fewTasks = 10;

export function addInstances(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  builder.interfaceType(refs.instance, {
    description: 'One run of a process.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The same as instance_id.' }),
      instance_id: t.exposeString('instance_id'),
      process_id: t.exposeString('process_id'),
      process_name: t.exposeString('process_name'),
      definition_id: t.exposeString('definition_id'),
      version: t.exposeInt('version'),
      status: t.field({ type: refs.instanceStatus, resolve: ({ status }) => status }),
      business_key: t.exposeString('business_key', { nullable: true }),
      start_time: t.exposeString('start_time'),
      end_time: t.exposeString('end_time', { nullable: true }),
      started_by: t.exposeString('started_by'),
      parent_instance_id: t.exposeString('parent_instance_id', { nullable: true }),
      open_incidents: t.exposeInt('open_incidents'),
      process: t.field({
        type: refs.process,
        nullable: true,
        description: 'The version the instance runs by.',
        resolve: (instance, _args, { loaders }) => loaders.definition(instance.definition_id),
      }),
      parent: t.field({
        type: refs.processInstance,
        nullable: true,
        description: 'The instance that called this one.',
        resolve: ({ parent_instance_id: id }, _args, { loaders }) =>
          id === null ? null : loaders.instance(id),
      }),
      variables: t.field({
        type: 'JSON',
        nullable: true,
        complexity: 5,
        async resolve(instance, _args, { loaders }) {
          const parts = await loaders.parts(instance.instance_id);
          return parts === null ? null : parts.variables();
        },
      }),
      active_elements: t.field({
        type: [refs.activeElement],
        nullable: true,
        description: 'Where the tokens stand.',
        async resolve(instance, _args, { loaders }) {
          return (await loaders.parts(instance.instance_id))?.active_elements ?? [];
        },
      }),
      incidents: t.field({
        type: [refs.incident],
        nullable: true,
        description: 'Those that are open.',
        async resolve(instance, _args, { loaders }) {
          const parts = await loaders.parts(instance.instance_id);
          return (parts?.incidents ?? []).map((incident) => incidentOf(instance, incident));
        },
      }),
      tasks: t.field({
        type: [refs.task],
        nullable: true,
        description: 'Those that the caller may see, urgent ones first.',
        args: {
          status: t.arg({ type: refs.taskStatus, description: 'Active ones without it.' }),
          limit: limitArg(t.arg, `Tasks at most; ${fewTasks} without it.`),
        },
        complexity: (args) => pageCost(args, fewTasks),
        async resolve(instance, args, { loaders }) {
          const { limit } = queryOf(pageQuerySchema, { limit: args.limit ?? fewTasks });
          return (await loaders.tasks(args.status ?? 'active', limit)(instance.instance_id)) ?? [];
        },
      }),
    }),
  });

  builder.objectType(refs.processInstance, { interfaces: [refs.instance] });

  builder.objectType(refs.instanceDetail, {
    description: 'A single instance, with what cannot be read for many at once.',
    interfaces: [refs.instance],
    fields: (t) => ({
      activities: t.field({
        type: refs.activityList,
        nullable: true,
        description: 'Every run of every element, in the order they started.',
        args: pageArgs(t.arg),
        complexity: (args) => pageCost(args),
        resolve: (instance, args, { useCase }) =>
          readActivities(useCase, instance.instance_id, queryOf(pageQuerySchema, args)),
      }),
      journal: t.field({
        type: connectionType('JournalEvent', refs.journalEvent),
        nullable: true,
        description: 'What happened, event by event.',
        args: pageArgs(t.arg),
        complexity: (args) => pageCost(args),
        async resolve(instance, args, { useCase }) {
          const page = await readInstanceJournal(
            useCase,
            instance.instance_id,
            queryOf(pageQuerySchema, args),
          );
          return connectionOf(page.events, page.next_cursor, keyOf.journalEvent);
        },
      }),
    }),
  });

  builder.queryFields((t) => ({
    instances: t.field({
      type: connectionType('ProcessInstance', refs.processInstance),
      nullable: true,
      description: 'Newest first.',
      args: {
        ...pageArgs(t.arg),
        status: t.arg({ type: refs.instanceStatus }),
        process_id: t.arg.string({ description: 'A process_id, or the definition_id of one version.' }),
        business_key: t.arg.string(),
        variable: t.arg.stringList({ description: 'Conditions name:op:value, each of which has to hold.' }),
        archived: t.arg.boolean({ description: 'Searches the archive instead.' }),
      },
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllInstances(useCase, queryOf(instanceQuerySchema, args));
        return connectionOf(page.instances, page.next_cursor, keyOf.instance);
      },
    }),
    instance: t.field({
      type: refs.instanceDetail,
      nullable: true,
      args: { id: t.arg.string({ required: true }) },
      async resolve(_root, { id }, { loaders }) {
        const instance = await loaders.instance(requireId('instance', id));
        if (instance === null) throw notFound('instance', id);
        return instance;
      },
    }),
  }));
}

/** An open incident with what its instance tells of it. */
function incidentOf(instance: InstanceSummary, incident: InstanceIncident): Incident {
  const { instance_id, process_id, process_name } = instance;
  return {
    ...incident,
    id: incident.incident_id,
    instance_id,
    process_id,
    process_name,
    resolved_at: null,
  };
}
