import type { ProcessGraph } from '../../model/process-graph.ts';
import { apply } from '../apply.ts';
import type { CommandOf } from '../command.ts';
import type { Environment } from '../environment.ts';
import type { Event } from '../event.ts';
import { Turn } from '../turn.ts';

export function startInstance(
  graph: ProcessGraph,
  command: CommandOf<'startInstance'>,
  env: Environment,
): Turn {
  const start = graph.starts.get(null);
  if (start === undefined)
    throw new Error(`Expected process '${graph.model.processId}' to have a start event`);
  const started: Event = {
    type: 'instanceStarted',
    instanceId: command.instanceId,
    processId: graph.model.processId,
    definitionId: command.definitionId,
    version: command.version,
    businessKey: command.businessKey,
  };
  const turn = new Turn(graph, apply(null, started, env.now), env);
  turn.events.push(started);
  if (Object.keys(command.variables).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: command.instanceId, variables: command.variables });
  }
  turn.record({
    type: 'elementReady',
    elementId: start.id,
    elementInstanceId: env.newId(),
    scopeId: command.instanceId,
    flowId: null,
  });
  return turn;
}
