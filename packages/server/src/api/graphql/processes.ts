import { type ProcessSummary, pageQuerySchema } from '@wbpm/contract';
import { listAllProcesses, readDefinition } from '../../processes/read-process.ts';
import { type ConnectionType, connectionOf, keyOf } from './connections.ts';
import { idOf, limitArg, pageArgs, pageCost, queryOf } from './pages.ts';
import type { Refs } from './refs.ts';
import type { Builder } from './schema-builder.ts';

const fewVersions = 10;

export function addProcesses(builder: Builder, refs: Refs, connectionType: ConnectionType): void {
  const counts = builder.objectRef<ProcessSummary['instances']>('InstanceCounts').implement({
    description: 'Instances over all versions of a process, counted up to 10,000.',
    fields: (t) => ({
      active: t.exposeInt('active'),
      incident: t.exposeInt('incident', { description: 'Active ones with an open incident.' }),
      completed: t.exposeInt('completed'),
    }),
  });

  builder.objectType(refs.process, {
    description: 'A version of a process: the latest one, unless another was asked for.',
    fields: (t) => ({
      id: t.exposeString('process_id', { description: 'The same as process_id.' }),
      process_id: t.exposeString('process_id', { description: 'The same for all versions.' }),
      name: t.exposeString('name'),
      description: t.string({ resolve: (process) => process.description ?? '' }),
      version: t.string({ resolve: (process) => String(process.version) }),
      status: t.exposeString('status'),
      created_at: t.exposeString('created_at'),
      created_by: t.exposeString('created_by'),
      definition_id: t.exposeString('definition_id', { description: 'Names this very version.' }),
      instance_id: t.string({
        nullable: true,
        description: 'The instance that start_process started; null elsewhere.',
        resolve: (process) => process.instance_id ?? null,
      }),
      instances: t.field({
        type: counts,
        nullable: true,
        resolve: (process, _args, { loaders }) => loaders.counts(process.process_id),
      }),
      versions: t.field({
        type: [refs.process],
        description: 'Newest first.',
        args: { limit: limitArg(t.arg, `Versions at most; ${fewVersions} without it.`) },
        complexity: (args) => pageCost(args, fewVersions),
        async resolve(process, args, { loaders }) {
          const { limit } = queryOf(pageQuerySchema, { limit: args.limit ?? fewVersions });
          return (await loaders.versions(limit)(process.process_id)) ?? [];
        },
      }),
    }),
  });

  builder.queryFields((t) => ({
    processes: t.field({
      type: [refs.process],
      description: 'The latest version of every process.',
      args: pageArgs(t.arg),
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        return (await listAllProcesses(useCase, queryOf(pageQuerySchema, args))).processes;
      },
    }),
    process_connection: t.field({
      type: connectionType('Process', refs.process),
      nullable: true,
      args: pageArgs(t.arg),
      complexity: (args) => pageCost(args),
      async resolve(_root, args, { useCase }) {
        const page = await listAllProcesses(useCase, queryOf(pageQuerySchema, args));
        return connectionOf(page.processes, page.next_cursor, keyOf.process);
      },
    }),
    process: t.field({
      type: refs.process,
      nullable: true,
      description: 'By its process_id the latest version, by a definition_id that very one.',
      args: { id: t.arg.string({ required: true }) },
      resolve: (_root, { id }, { useCase }) => readDefinition(useCase, idOf(id)),
    }),
  }));
}
