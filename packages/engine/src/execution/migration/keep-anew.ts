import type { FlowNode } from '../../model/flow-node.ts';
import type { Turn } from '../turn.ts';
import type { KeptPlace } from './kept-places.ts';
import { type Renaming, renamed } from './renaming.ts';

/**
 * What can be undone is kept where its like stands. A scope that is new around it counts as completed with it, so
 * that it is undone from where it could be undone before. Everything is kept anew, which keeps the order. `turn`
 * is on the target.
 */
export function keepAnew(turn: Turn, places: readonly KeptPlace[], names: Renaming): void {
  if (places.every(isUnchanged)) return;
  for (const { kept } of places) turn.record({ type: 'compensationClosed', compensationId: kept.id });
  const begun = new Map<string, string>();
  for (const { kept, scopeId: from, isLeft, way } of places) {
    if (isLeft || way.kind === 'closed') continue;
    const scopeId = way.scopes.reduce((around, node) => completedIn(turn, begun, around, node), from);
    const { elementInstanceId, variables } = kept;
    keep(turn, { elementId: renamed(names, kept.elementId), elementInstanceId, scopeId, variables });
  }
}

function isUnchanged({ kept, scopeId, isLeft, way }: KeptPlace): boolean {
  return !isLeft && scopeId === kept.scopeId && way.kind === 'open' && way.scopes.length === 0;
}

function completedIn(turn: Turn, begun: Map<string, string>, scopeId: string, { id }: FlowNode): string {
  const place = `${scopeId} ${id}`;
  const known = begun.get(place);
  if (known !== undefined) return known;
  const elementInstanceId = turn.env.newId();
  keep(turn, { elementId: id, elementInstanceId, scopeId, variables: {} });
  begun.set(place, elementInstanceId);
  return elementInstanceId;
}

function keep(turn: Turn, kept: Omit<KeptPlace['kept'], 'id'>): void {
  turn.record({ type: 'compensationKept', compensationId: turn.env.newId(), ...kept });
}
