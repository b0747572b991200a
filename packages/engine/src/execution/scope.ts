import { evaluate } from '../expression/evaluate.ts';
import type { FlowNode } from '../model/flow-node.ts';
import type { Json } from '../model/json.ts';
import { adHocEmptied } from './ad-hoc.ts';
import { isRecreated } from './compensation/recreated.ts';
import { closeEventSubProcesses } from './event-sub-process.ts';
import { placeToken } from './place-token.ts';
import { liveElement } from './state.ts';
import { openSubscriptions, type Planned, planSubscriptions } from './subscribe.ts';
import type { Turn } from './turn.ts';

/** What a scope begins with, evaluated, so that beginning it cannot fail any more. */
export interface PlannedScope {
  readonly variables: Record<string, Json>;
  readonly subscriptions: readonly Planned[];
}

/**
 * What a process is started with stands before the initial values of its data objects.
 * @param contextId the scope whose variables the expressions see. */
export function planScope(turn: Turn, nodeId: string | null, contextId: string): PlannedScope {
  const content = turn.graph.scopes.get(nodeId);
  const context = turn.expressionContext(contextId);
  const variables = Object.create(null) as Record<string, Json>;
  for (const { variable, initialValue } of content?.dataObjects ?? []) {
    if (nodeId === null && Object.hasOwn(context.variables, variable)) continue;
    variables[variable] = initialValue === null ? null : evaluate(initialValue, context);
  }
  const starts = content?.eventSubProcesses ?? [];
  return { variables, subscriptions: starts.flatMap(({ start }) => planSubscriptions(start, context)) };
}

/** Its variables, what its event subprocesses wait for, and a token at each of its entries. */
export function beginScope(
  turn: Turn,
  nodeId: string | null,
  scopeId: string,
  planned: PlannedScope,
  entries: readonly FlowNode[] = turn.graph.scopes.get(nodeId)?.entries ?? [],
): void {
  if (Object.keys(planned.variables).length > 0) {
    turn.record({ type: 'variablesSet', scopeId, variables: planned.variables });
  }
  openSubscriptions(turn, planned.subscriptions, scopeId);
  for (const { id } of entries) placeToken(turn, { elementId: id, scopeId });
}

/**
 * A scope without tokens is done: the subprocess completes, or the instance (BPMN 2.0 §13.3.4,
 * §13.5.6). Called after the last thing that could have left a token in it.
 */
export function completeScopeIfEmpty(turn: Turn, scopeId: string): void {
  const { state } = turn;
  if (state.children.has(scopeId) || state.status !== 'active') return;
  if (scopeId === state.instanceId) {
    turn.record({ type: 'instanceCompleted' });
    return;
  }
  const scope = liveElement(state, scopeId);
  if (scope.status !== 'active' || scope.wait?.kind === 'compensation') return;
  const node = turn.nodeOf(scope);
  if (node.type === 'adHocSubProcess' && !isRecreated(node, scope)) {
    adHocEmptied(turn, node, scope);
    return;
  }
  closeEventSubProcesses(turn, scope.id);
  turn.record({ type: 'elementCompleting', elementId: scope.elementId, elementInstanceId: scope.id });
}
