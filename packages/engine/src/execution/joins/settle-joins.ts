import type { WatchingJoin } from '../../model/process-graph.ts';
import { liveElement } from '../state.ts';
import type { Turn } from '../turn.ts';
import { settleComplex } from './complex-join.ts';
import { settleInclusive } from './inclusive-join.ts';
import { oldest } from './waiting-tokens.ts';

/**
 * Once no token can move, the joins that wait only for what can still arrive look at the tokens of their
 * scope, where any has moved since they last did. True: one of them goes on.
 */
export function settleJoins(turn: Turn): boolean {
  const { pending, joins, status } = turn.state;
  if (turn.graph.watchingJoins.size === 0) return false;
  if (pending.size > 0 || turn.request !== null || status !== 'active') return false;
  const scopes = joins.size === 0 ? [] : scopesToLookAt(turn);
  turn.movedIn.clear();
  turn.movedAnywhere = false;
  for (const scopeId of scopes) {
    for (const join of joinsIn(turn, scopeId)) settle(turn, join, scopeId);
  }
  return pending.size > 0;
}

/** In an order that a loaded state has too. */
function scopesToLookAt(turn: Turn): readonly string[] {
  const { joins, elements, instanceId } = turn.state;
  if (!turn.movedAnywhere) {
    return [...turn.movedIn].filter((id) => id === instanceId || elements.has(id)).sort();
  }
  const scopes = new Set<string>();
  for (const { byFlow } of joins.values()) {
    for (const ids of byFlow.values()) scopes.add(liveElement(turn.state, oldest(ids)).scopeId);
  }
  return [...scopes].sort();
}

function joinsIn(turn: Turn, scopeId: string): readonly WatchingJoin[] {
  const { instanceId } = turn.state;
  const nodeId = scopeId === instanceId ? null : liveElement(turn.state, scopeId).elementId;
  return turn.graph.watchingJoins.get(nodeId) ?? [];
}

function settle(turn: Turn, join: WatchingJoin, scopeId: string): void {
  switch (join.type) {
    case 'inclusiveGateway':
      settleInclusive(turn, join, scopeId);
      return;
    case 'complexGateway':
      settleComplex(turn, join, scopeId);
      return;
  }
}
