import type { Turn } from '../turn.ts';
import { type ScopeChanges, scopeChanges } from './change-scopes.ts';
import { flowLikes } from './flow-likes.ts';
import { judgeCompensations, judgeElements, judgeMapping, judgeUpdates } from './judge-elements.ts';
import { type KeptPlace, keptPlaces } from './kept-places.ts';
import { leftScopes } from './left-scopes.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import { planSubscriptions, type SubscriptionChanges } from './plan-subscriptions.ts';
import { isNamed, renamed } from './renaming.ts';

/** What is to be done, and what stands in the way as far as the two definitions tell. */
export interface PreparedMigration {
  readonly elements: readonly ElementVerdict[];
  readonly subscriptions: SubscriptionChanges;
  readonly scopes: ScopeChanges;
  /** What each flow over which tokens have come is called in the target. */
  readonly flows: Readonly<Record<string, string>>;
  readonly kept: readonly KeptPlace[];
}

/** `turn` is on the definition the instance comes from; nothing is recorded in it. */
export function prepareMigration(turn: Turn, request: MigrationRequest): PreparedMigration {
  const left = leftScopes(turn, request);
  const kept = keptPlaces(turn, request, left);
  const subscriptions = planSubscriptions(turn, request, left);
  const waiting = judgeWaiting(turn, request, subscriptions);
  const judged = judgeElements(turn, request, left).map((element) => {
    const reason = waiting.get(element.elementInstanceId ?? '');
    return element.verdict !== 'migrates' || reason === undefined
      ? element
      : { ...element, verdict: 'cannot' as const, reason };
  });
  return {
    elements: [
      ...judged,
      ...judgeCompensations(turn, request, kept),
      ...judgeMapping(turn, request),
      ...judgeUpdates(turn, request),
      ...misplacedEvents(request, subscriptions),
    ],
    subscriptions,
    scopes: scopeChanges(turn, request, left),
    flows: flowLikes(turn, request),
    kept,
  };
}

/** A token that waits for an event, and would wait for nothing in the target. */
function judgeWaiting(
  { state }: Turn,
  { mapping }: MigrationRequest,
  { kept, opened, closed }: SubscriptionChanges,
): ReadonlyMap<string, string> {
  const waits = new Set<string>();
  for (const { subscription } of kept) waits.add(subscription.hostId);
  for (const { place, isRenewed } of opened)
    if (place.part === 'choice' || isRenewed) waits.add(place.hostId);
  const reasons = new Map<string, string>();
  for (const { hostId, awaited } of closed) {
    const host = state.elements.get(hostId);
    if (host?.wait?.kind !== 'event' || waits.has(hostId)) continue;
    reasons.set(
      hostId,
      `Expected '${renamed(mapping, host.elementId)}' to wait for a ${awaited.kind} in the target, but it does not`,
    );
  }
  return reasons;
}

/** Events that were named in the mapping and are not at the same place in the target. */
function misplacedEvents(
  { target, mapping }: MigrationRequest,
  { closed, opened }: SubscriptionChanges,
): ElementVerdict[] {
  const renewed = new Set(opened.filter(({ isRenewed }) => isRenewed).map(({ event }) => event.id));
  return closed.flatMap(({ elementId, hostId }): ElementVerdict[] => {
    const to = renamed(mapping, elementId);
    if (renewed.has(to) || !isNamed(mapping, elementId) || !target.nodes.has(to)) return [];
    const reason = `Expected '${to}' to be an event of the same kind, at the same element, as '${elementId}', but it is not`;
    return [{ elementId, elementInstanceId: hostId, targetElementId: to, verdict: 'cannot', reason }];
  });
}
