import type { FlowNode } from '../../model/flow-node.ts';
import { beginWithin } from '../begin-within.ts';
import { liveElement } from '../state.ts';
import type { Turn } from '../turn.ts';
import { evaluateMappings, propagateVariables } from '../variables.ts';
import type { MigrationRequest } from './migration.ts';
import { wayInto } from './way-into.ts';

export interface ScopeChanges {
  /** What runs in them goes on in the scope around them; with what each was. Inner ones first. */
  readonly left: ReadonlyMap<string, FlowNode>;
  /** By element instance: the scopes that begin around it, outermost first. */
  readonly entered: ReadonlyMap<string, readonly FlowNode[]>;
}

/** `turn` is on the definition the instance comes from. */
export function scopeChanges(turn: Turn, request: MigrationRequest, left: ReadonlySet<string>): ScopeChanges {
  const entered = new Map<string, readonly FlowNode[]>();
  for (const id of [...turn.state.elements.keys()].sort()) {
    if (left.has(id)) continue;
    const way = wayInto(turn, liveElement(turn.state, id), request, left);
    if (way.kind === 'open' && way.scopes.length > 0) entered.set(id, way.scopes);
  }
  const nodes = [...left].map((id) => [id, turn.nodeOf(liveElement(turn.state, id))] as const);
  return { left: new Map(nodes), entered };
}

/** Its output mappings are carried out; its other variables go with it. */
export function leaveScope(turn: Turn, elementInstanceId: string, node: FlowNode): void {
  const { elementId, scopeId, index } = liveElement(turn.state, elementInstanceId);
  const isLoop = turn.state.loops.has(elementInstanceId);
  const mappings = 'outputs' in node && !isLoop && index === null ? node.outputs : [];
  propagateVariables(turn, scopeId, evaluateMappings(turn, elementInstanceId, mappings));
  turn.record({ type: 'scopeLeft', elementId, elementInstanceId });
}

/**
 * A scope that is new begins without a token at its start event, once for all that comes into it from the same
 * scope: `begun` knows those that have. `turn` is on the target.
 */
export function enterScopes(
  turn: Turn,
  begun: Map<string, string>,
  elementInstanceId: string,
  nodes: readonly FlowNode[],
): void {
  const { elementId, scopeId: from } = liveElement(turn.state, elementInstanceId);
  const scopeId = nodes.reduce((around, node) => {
    const place = `${around} ${node.id}`;
    const id = begun.get(place) ?? beginWithin(turn, node, around, {});
    begun.set(place, id);
    return id;
  }, from);
  turn.record({ type: 'scopeEntered', elementId, elementInstanceId, scopeId });
}
