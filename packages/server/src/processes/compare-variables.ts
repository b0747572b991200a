import { isDeepStrictEqual } from 'node:util';
import type { StateComparison } from '@wbpm/contract';
import type { InstanceState, Json } from '@wbpm/engine';

/** Element id (null: the instance) and variables, by the id of the scope. */
export type ScopeVariables = ReadonlyMap<
  string,
  { readonly elementId: string | null; readonly variables: Readonly<Record<string, Json>> }
>;

/** Values are never changed in place, so the records are all there is to copy. */
export function copyOfVariables(state: InstanceState): ScopeVariables {
  return new Map(
    [...state.variables].map(([scopeId, variables]) => [
      scopeId,
      { elementId: state.elements.get(scopeId)?.elementId ?? null, variables: { ...variables } },
    ]),
  );
}

type ComparedScope = StateComparison['variables'][number];

/** By scope, as far as anything differs. A scope that has ended has lost its variables. */
export function compareVariables(before: ScopeVariables, after: ScopeVariables): ComparedScope[] {
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].flatMap((scopeId) => {
    const [from, to] = [before.get(scopeId), after.get(scopeId)];
    const scope = {
      scope_id: scopeId,
      element_id: (to ?? from)?.elementId ?? null,
      ...compareScope(from?.variables ?? {}, to?.variables ?? {}),
    };
    const parts = [scope.added, scope.changed, scope.removed];
    return parts.every((part) => Object.keys(part).length === 0) ? [] : [scope];
  });
}

function compareScope(
  from: Readonly<Record<string, Json>>,
  to: Readonly<Record<string, Json>>,
): Pick<ComparedScope, 'added' | 'changed' | 'removed'> {
  const added = Object.entries(to).filter(([name]) => !Object.hasOwn(from, name));
  const removed = Object.entries(from).filter(([name]) => !Object.hasOwn(to, name));
  const changed = Object.entries(to).flatMap(([name, value]) => {
    const earlier = Object.hasOwn(from, name) ? from[name] : undefined;
    if (earlier === undefined || isDeepStrictEqual(earlier, value)) return [];
    return [[name, { from: earlier, to: value }] as const];
  });
  return {
    added: Object.fromEntries(added),
    changed: Object.fromEntries(changed),
    removed: Object.fromEntries(removed),
  };
}
