import type { GraphQLSchema } from 'graphql';
import { createConnections } from './connections.ts';
import { addHistory } from './history.ts';
import { addInstances } from './instances.ts';
import { addMutations } from './mutations.ts';
import { addOperations } from './operations.ts';
import { addProcesses } from './processes.ts';
import { createRefs } from './refs.ts';
import { createBuilder } from './schema-builder.ts';
import { addSubscriptions } from './subscriptions.ts';
import { addTasks } from './tasks.ts';

/** The types and operations of `/graphql`; docs/schema.graphql is its text. */
export function createSchema(): GraphQLSchema {
  const builder = createBuilder();
  const refs = createRefs(builder);
  const connectionType = createConnections(builder);
  builder.queryType({});
  builder.mutationType({});
  addProcesses(builder, refs, connectionType);
  addInstances(builder, refs, connectionType);
  addHistory(builder, refs);
  addTasks(builder, refs, connectionType);
  addOperations(builder, refs, connectionType);
  addMutations(builder, refs);
  addSubscriptions(builder);
  return builder.toSchema();
}
