import type { Turn } from '../turn.ts';
import { judgeCompensations, judgeElements, judgeMapping } from './judge-elements.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import { planSubscriptions, type SubscriptionChanges } from './plan-subscriptions.ts';
import { isNamed, renamed } from './renaming.ts';

/** What is to be done, and what stands in the way as far as the two definitions tell. */
export interface PreparedMigration {
  readonly elements: readonly ElementVerdict[];
  readonly subscriptions: SubscriptionChanges;
}

/** `turn` is on the definition the instance comes from; nothing is recorded in it. */
export function prepareMigration(turn: Turn, request: MigrationRequest): PreparedMigration {
  const subscriptions = planSubscriptions(turn, request);
  const waiting = judgeWaiting(turn, request, subscriptions);
  const judged = judgeElements(turn, request).map((element) => {
    const reason = waiting.get(element.elementInstanceId ?? '');
    return element.verdict !== 'migrates' || reason === undefined
      ? element
      : { ...element, verdict: 'cannot' as const, reason };
  });
  return {
    elements: [
      ...judged,
      ...judgeCompensations(turn, request),
      ...judgeMapping(turn, request),
      ...misplacedEvents(request, subscriptions),
    ],
    subscriptions,
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
  for (const { place } of opened) if (place.part === 'choice') waits.add(place.hostId);
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
  { closed }: SubscriptionChanges,
): ElementVerdict[] {
  return closed.flatMap(({ elementId, hostId }): ElementVerdict[] => {
    const to = renamed(mapping, elementId);
    if (!isNamed(mapping, elementId) || !target.nodes.has(to)) return [];
    const reason = `Expected '${to}' to be an event of the same kind, at the same element, as '${elementId}', but it is not`;
    return [{ elementId, elementInstanceId: hostId, targetElementId: to, verdict: 'cannot', reason }];
  });
}
