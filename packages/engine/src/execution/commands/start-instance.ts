import { ExpressionError } from '../../expression/expression-error.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { apply } from '../apply.ts';
import type { CommandOf } from '../command.ts';
import type { Environment } from '../environment.ts';
import type { Event } from '../event.ts';
import { placeToken, takeFlows } from '../place-token.ts';
import { RejectionSignal } from '../rejection.ts';
import { writeEventResults } from '../results.ts';
import { beginScope, completeScopeIfEmpty, planScope } from '../scope.ts';
import { Turn } from '../turn.ts';
import { awaitOtherTriggers } from './await-other-triggers.ts';

/**
 * A new instance: at its none start event, or at the start event, receive task or event behind an
 * event-based gateway whose trigger has occurred (BPMN 2.0 §13.2).
 */
export function startInstance(
  graph: ProcessGraph,
  command: CommandOf<'startInstance'>,
  env: Environment,
): Turn {
  const { instanceId, startElementId } = command;
  if (startElementId !== null && graph.nodes.get(startElementId)?.scopeId !== null) {
    throw new RejectionSignal(
      'START_ELEMENT_UNKNOWN',
      `Expected '${startElementId}' to be an element the process can start at, but it is not`,
    );
  }
  if (startElementId === null && (graph.scopes.get(null)?.entries.length ?? 0) === 0) {
    throw new RejectionSignal(
      'START_ELEMENT_UNKNOWN',
      `Expected process '${graph.model.processId}' to have a start event without trigger, but it starts by events only`,
    );
  }
  const started: Event = {
    type: 'instanceStarted',
    instanceId,
    processId: graph.model.processId,
    definitionId: command.definitionId,
    version: command.version,
    businessKey: command.businessKey,
    ...(command.parent === null ? {} : { parent: command.parent }),
  };
  const turn = new Turn(graph, apply(null, started, env.now), env);
  turn.events.push(started);
  const { initiator } = graph.model;
  const variables =
    initiator === undefined
      ? command.variables
      : { ...command.variables, [initiator]: command.startedBy ?? null };
  if (Object.keys(variables).length > 0) {
    turn.record({ type: 'variablesSet', scopeId: instanceId, variables });
  }
  try {
    begin(turn, command);
  } catch (error) {
    // There is no instance yet that could have an incident.
    if (!(error instanceof ExpressionError)) throw error;
    throw new RejectionSignal('START_EXPRESSION_FAILED', error.message);
  }
  return turn;
}

function begin(
  turn: Turn,
  { instanceId, startElementId, startTriggerIndex, triggerVariables }: CommandOf<'startInstance'>,
): void {
  const planned = planScope(turn, null, instanceId);
  if (startElementId === null) {
    beginScope(turn, null, instanceId, planned);
  } else {
    const node = turn.graph.nodes.get(startElementId);
    beginScope(turn, null, instanceId, planned, []);
    const id = placeToken(turn, { elementId: startElementId, scopeId: instanceId, triggered: true });
    const resultsStayLocal = node !== undefined && 'outputs' in node && node.resultsStayLocal;
    writeEventResults(turn, { resultsStayLocal }, id, instanceId, triggerVariables);
    if (node?.type === 'startEvent') awaitOtherTriggers(turn, node, id, startTriggerIndex ?? null);
    awaitTheOthers(turn, startElementId, instanceId);
  }
  completeScopeIfEmpty(turn, instanceId);
}

/** A parallel event-based gateway that starts a process waits for its other events too (BPMN 2.0 §10.6.6). */
function awaitTheOthers(turn: Turn, startElementId: string, scopeId: string): void {
  for (const { sourceId } of turn.graph.incoming.get(startElementId) ?? []) {
    const gateway = turn.graph.nodes.get(sourceId);
    if (gateway?.type !== 'eventBasedGateway' || !gateway.instantiate || !gateway.parallel) continue;
    const others = turn.graph.outgoing.get(sourceId)?.filter(({ targetId }) => targetId !== startElementId);
    takeFlows(turn, scopeId, others ?? []);
  }
}
