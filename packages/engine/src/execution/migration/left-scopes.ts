import { type ElementInstance, type InstanceState, liveElement } from '../state.ts';
import type { Turn } from '../turn.ts';
import { isUndoing } from './kept-places.ts';
import { hasLoop, kindOf } from './kind-of.ts';
import type { MigrationRequest } from './migration.ts';
import { isNamed, renamed } from './renaming.ts';

/**
 * Scopes that are left, since the target has no like of them: what runs in them goes on in the scope around
 * them. A loop is left where its activity is none in the target; each of its instances goes on by itself. Inner
 * ones first.
 * `turn` is on the definition the instance comes from.
 */
export function leftScopes(turn: Turn, request: MigrationRequest): ReadonlySet<string> {
  if (isUndoing(turn.state)) return new Set();
  const left = [...turn.state.elements.values()]
    .filter((element) => isLeft(turn, element, request))
    .map(({ id }) => ({ id, depth: depthOf(turn.state, id) }));
  // In an order that a loaded state has too.
  left.sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1));
  return new Set(left.map(({ id }) => id));
}

function depthOf({ elements }: InstanceState, id: string): number {
  let depth = 0;
  for (let scope = elements.get(id); scope !== undefined; scope = elements.get(scope.scopeId)) depth += 1;
  return depth;
}

/** Not what is about to begin or to end, or has nothing in it. */
function isLeft(turn: Turn, element: ElementInstance, { target, mapping }: MigrationRequest): boolean {
  const { id, elementId, status, wait } = element;
  if (status !== 'active' || (wait !== null && wait.kind !== 'adHoc')) return false;
  if (!turn.state.children.has(id)) return false;
  const node = turn.nodeOf(element);
  const like = target.nodes.get(renamed(mapping, elementId));
  const hasLike = like !== undefined && kindOf(like) === kindOf(node);
  if (hasLike) return turn.isLoopBody(id) && !hasLoop(like) && allHaveBegun(turn, id);
  return turn.graph.scopes.has(elementId) && !isNamed(mapping, elementId);
}

/** An instance that is yet to begin still needs its loop for what it begins with. */
function allHaveBegun({ state }: Turn, bodyId: string): boolean {
  return [...(state.children.get(bodyId) ?? [])].every((id) => liveElement(state, id).status !== 'ready');
}
