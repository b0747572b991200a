import type { Compensation } from '../compensation/compensation.ts';
import type { InstanceState } from '../state.ts';
import type { Turn } from '../turn.ts';
import { kindOf } from './kind-of.ts';
import type { MigrationRequest } from './migration.ts';
import { isNamed, renamed } from './renaming.ts';
import { hostOf, type Way, wayFrom, wayOfModel } from './way-into.ts';

/** Where something that can be undone is kept from now on. */
export interface KeptPlace {
  readonly kept: Compensation;
  /** A live scope, the instance, or something completed that keeps its content. */
  readonly scopeId: string;
  /** A completed subprocess without like: what it keeps is kept around it. */
  readonly isLeft: boolean;
  readonly way: Way;
}

/** In the order in which the activities completed. `turn` is on the definition the instance comes from. */
export function keptPlaces(
  turn: Turn,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): readonly KeptPlace[] {
  const all = [...turn.state.compensations.values()];
  if (isUndoing(turn.state)) {
    return all.map((kept) => {
      const way = wayOfModel(turn, kept.elementId, request);
      return { kept, scopeId: kept.scopeId, isLeft: false, way };
    });
  }
  const completed = new Map(all.map((kept) => [kept.elementInstanceId, kept]));
  const leftBehind = new Set(all.filter((kept) => isLeftBehind(turn, kept, request)));
  return all.map((kept) => {
    let { scopeId } = kept;
    let around = completed.get(scopeId);
    while (around !== undefined && leftBehind.has(around)) {
      ({ scopeId } = around);
      around = completed.get(scopeId);
    }
    const host = hostOf(turn.state, scopeId, left);
    return {
      kept,
      scopeId: around === undefined ? (host?.id ?? turn.state.instanceId) : scopeId,
      isLeft: leftBehind.has(kept),
      way: wayOfKept((around ?? host)?.elementId ?? null, kept, request),
    };
  });
}

/** While something is being undone, what can be undone stays where it is. */
export function isUndoing({ elements }: InstanceState): boolean {
  return [...elements.values()].some(({ undoes, wait }) => undoes !== null || wait?.kind === 'compensation');
}

/** The instances of a loop are kept with the loop. */
function wayOfKept(host: string | null, { elementId }: Compensation, request: MigrationRequest): Way {
  return host === elementId ? { kind: 'open', scopes: [] } : wayFrom(host, elementId, request);
}

function isLeftBehind(
  { graph }: Turn,
  { elementId }: Compensation,
  { target, mapping }: MigrationRequest,
): boolean {
  const node = graph.nodes.get(elementId);
  if (node === undefined || !graph.scopes.has(elementId) || isNamed(mapping, elementId)) return false;
  const like = target.nodes.get(renamed(mapping, elementId));
  return like === undefined || kindOf(like) !== kindOf(node);
}
