import type { FlowNode } from '../../model/flow-node.ts';
import { isRecreated } from '../compensation/recreated.ts';
import type { ElementInstance, InstanceState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { hasLoop, isForCompensation } from './kind-of.ts';
import type { MigrationRequest } from './migration.ts';
import { byMapping, type Obstacle } from './obstacle.ts';
import { renamed } from './renaming.ts';

/** The scopes of the target, outermost first, that begin around what moves; or why it cannot move there. */
export type Way =
  | { readonly kind: 'open'; readonly scopes: readonly FlowNode[] }
  | { readonly kind: 'closed'; readonly obstacle: Obstacle };

const straight: Way = { kind: 'open', scopes: [] };

/**
 * How an element instance comes to where its like stands. The scope around it that stays has to be around its
 * like as well; scopes in between that are new in the target begin. Nothing moves from one scope beside another.
 */
export function wayInto(
  turn: Turn,
  element: ElementInstance,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): Way {
  // Instances stay with their loop, which is judged by itself.
  if (element.index !== null && !left.has(element.scopeId)) return straight;
  if (isUndone(turn, element)) return wayOfModel(turn, element.elementId, request);
  const host = hostOf(turn.state, element.scopeId, left);
  return wayFrom(host === null ? null : host.elementId, element.elementId, request);
}

/** The innermost scope around that is not left; null: the instance. */
export function hostOf(
  state: InstanceState,
  scopeId: string,
  left: ReadonlySet<string>,
): ElementInstance | null {
  let host = state.elements.get(scopeId);
  while (host !== undefined && left.has(host.id)) host = state.elements.get(host.scopeId);
  return host ?? null;
}

/** It undoes something, or stands inside what is undone: its scope may be that of a former loop. */
function isUndone(turn: Turn, element: ElementInstance): boolean {
  let current: ElementInstance | undefined = element;
  while (current !== undefined) {
    if (current.undoes !== null || isRecreated(turn.nodeOf(current), current)) return true;
    current = turn.state.elements.get(current.scopeId);
  }
  return false;
}

/** Where it stands is told by the two definitions alone. A scope that is not there is told of by itself. */
export function wayOfModel({ graph }: Turn, elementId: string, request: MigrationRequest): Way {
  const scope = graph.nodes.get(elementId)?.scopeId ?? null;
  const { target, mapping } = request;
  if (scope !== null && !target.nodes.has(renamed(mapping, scope))) return straight;
  const way = wayFrom(scope, elementId, request);
  return way.kind === 'open' && way.scopes.length > 0 ? elsewhere(scope, elementId, request) : way;
}

export function wayFrom(host: string | null, elementId: string, request: MigrationRequest): Way {
  const { target, mapping } = request;
  const expected = host === null ? null : renamed(mapping, host);
  const scopes: FlowNode[] = [];
  let scope = target.nodes.get(renamed(mapping, elementId))?.scopeId ?? null;
  while (scope !== expected) {
    const node = scope === null ? undefined : target.nodes.get(scope);
    if (node === undefined) return elsewhere(host, elementId, request);
    if (hasLoop(node) || isForCompensation(node) || beginsByCompensation(request, node))
      return notBegun(node, elementId, request);
    scopes.push(node);
    scope = node.scopeId;
  }
  return { kind: 'open', scopes: scopes.reverse() };
}

function beginsByCompensation({ target }: MigrationRequest, { id }: FlowNode): boolean {
  return (target.scopes.get(id)?.nodes ?? []).some(
    (node) => node.type === 'startEvent' && node.triggers.some(({ kind }) => kind === 'compensation'),
  );
}

function elsewhere(host: string | null, elementId: string, { target, mapping }: MigrationRequest): Way {
  const to = renamed(mapping, elementId);
  const named = (id: string | null) => (id === null ? 'the process itself' : `'${id}'`);
  const found = named(target.nodes.get(to)?.scopeId ?? null);
  const expected = named(host === null ? null : renamed(mapping, host));
  const reason = `Expected '${to}' to stand in ${expected}, but it stands in ${found} in the target`;
  return { kind: 'closed', obstacle: byMapping(reason) };
}

function notBegun(scope: FlowNode, elementId: string, { mapping }: MigrationRequest): Way {
  const to = renamed(mapping, elementId);
  const which = hasLoop(scope) ? 'a loop' : 'for compensation';
  const reason = `Expected '${scope.id}', which is new around '${to}', to be able to begin around it, but it is ${which}`;
  return { kind: 'closed', obstacle: byMapping(reason) };
}
