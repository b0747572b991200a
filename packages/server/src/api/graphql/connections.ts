import type {
  BatchSummary,
  DecisionVersion,
  Incident,
  InstanceSummary,
  JobSummary,
  JournalEvent,
  ProcessVersion,
} from '@wbpm/contract';
import { encodeCursor } from '../../processes/page.ts';
import { taskKey } from '../../tasks/task-key.ts';
import type { Builder, Types } from './schema-builder.ts';

interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

interface PageInfo {
  readonly has_next_page: boolean;
  readonly end_cursor: string | null;
}

/** A page of a list in the form of Relay. */
export interface Connection<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly page_info: PageInfo;
}

/** The keys by which the use cases go through their lists. */
export const keyOf = {
  process: ({ process_id }: ProcessVersion) => [process_id],
  instance: ({ instance_id }: InstanceSummary) => [instance_id],
  task: taskKey,
  incident: ({ incident_id }: Incident) => [incident_id],
  job: ({ job_id }: JobSummary) => [job_id],
  decision: ({ decision_id }: DecisionVersion) => [decision_id],
  batch: ({ batch_id }: BatchSummary) => [batch_id],
  journalEvent: ({ seq }: JournalEvent) => [String(seq)],
} as const;

export function connectionOf<Node>(
  nodes: readonly Node[],
  nextCursor: string | null,
  key: (node: Node) => readonly string[],
): Connection<Node> {
  const edges = nodes.map((node) => ({ cursor: encodeCursor(key(node)), node }));
  return {
    edges,
    page_info: { has_next_page: nextCursor !== null, end_cursor: edges.at(-1)?.cursor ?? null },
  };
}

/** Makes the types of connections. Nothing of them costs by itself: the list they are a page of does. */
export function createConnections(builder: Builder) {
  const free = { complexity: 0 } as const;
  const pageInfo = builder.objectRef<PageInfo>('PageInfo').implement({
    fields: (t) => ({
      has_next_page: t.exposeBoolean('has_next_page', free),
      end_cursor: t.exposeString('end_cursor', { nullable: true, ...free }),
    }),
  });
  return function connectionType<Node extends object>(
    name: string,
    nodeType: PothosSchemaTypes.ObjectRef<Types, Node>,
  ): PothosSchemaTypes.ObjectRef<Types, Connection<Node>> {
    const node: PothosSchemaTypes.ObjectRef<Types, object> = nodeType;
    const edge = builder.objectRef<Edge<object>>(`${name}Edge`).implement({
      fields: (t) => ({
        cursor: t.exposeString('cursor', free),
        node: t.field({ type: node, complexity: 0, resolve: (parent) => parent.node }),
      }),
    });
    const connection = builder.objectRef<Connection<object>>(`${name}Connection`).implement({
      fields: (t) => ({
        edges: t.field({
          type: [edge],
          complexity: { field: 0, multiplier: 1 },
          resolve: (parent) => parent.edges,
        }),
        page_info: t.field({ type: pageInfo, complexity: 0, resolve: (parent) => parent.page_info }),
      }),
    });
    // Its nodes are those of `nodeType`; the fields above look at none of them.
    return connection as PothosSchemaTypes.ObjectRef<Types, Connection<Node>>;
  };
}

export type ConnectionType = ReturnType<typeof createConnections>;
