import type { FlowNode } from '../../model/flow-node.ts';
import { continuationIndex } from '../continuation.ts';
import { triggersOf } from '../subscribe.ts';
import type { AwaitedKind, Subscription } from '../subscription.ts';
import type { Turn } from '../turn.ts';
import { matchTriggers } from './match-triggers.ts';
import type { MigrationRequest } from './migration.ts';
import { renamed } from './renaming.ts';
import { eventsAt, type WaitingPlace, waitingPlaces } from './waiting-places.ts';

/** An event of the target to be waited for, by some of its triggers. */
export interface Opening {
  readonly place: WaitingPlace;
  readonly event: FlowNode;
  readonly triggers: readonly { readonly index: number; readonly kind: AwaitedKind }[];
}

export interface SubscriptionChanges {
  /** With the place of the trigger in the target. */
  readonly kept: readonly {
    readonly subscription: Subscription;
    readonly elementId: string;
    readonly triggerIndex: number;
  }[];
  readonly closed: readonly Subscription[];
  readonly opened: readonly Opening[];
}

/**
 * What is waited for stays as it was resolved: a timer keeps its time, a message its name and key, also where
 * the target would have resolved it otherwise. What has no like in the target is closed, and what has none in
 * the source is opened. A trigger that both have and that is over, such as a timer that has fired, stays over.
 */
export function planSubscriptions(turn: Turn, request: MigrationRequest): SubscriptionChanges {
  const places = waitingPlaces(turn).map((place) => ({ place, events: matched(turn, place, request) }));
  const eventOf = new Map<string, MatchedEvent>();
  for (const { place, events } of places) {
    for (const event of events)
      if (event.from !== null) eventOf.set(`${place.hostId} ${event.from.id}`, event);
  }
  const kept: SubscriptionChanges['kept'][number][] = [];
  const closed: Subscription[] = [];
  for (const subscription of turn.state.subscriptions.values()) {
    const { hostId, elementId, triggerIndex: index } = subscription;
    const event = eventOf.get(`${hostId} ${elementId}`);
    const triggerIndex = index === continuationIndex ? index : event?.triggers.get(index);
    if (triggerIndex === undefined) closed.push(subscription);
    else kept.push({ subscription, elementId: renamed(request.mapping, elementId), triggerIndex });
  }
  return { kept, closed, opened: places.flatMap(({ place, events }) => openings(place, events)) };
}

/** An event of the target with the one of the source that becomes it. */
interface MatchedEvent {
  readonly to: FlowNode;
  readonly from: FlowNode | null;
  readonly triggers: ReadonlyMap<number, number>;
}

function matched(
  { graph }: Turn,
  place: WaitingPlace,
  { target, mapping }: MigrationRequest,
): readonly MatchedEvent[] {
  const { elementId, part } = place;
  const before = eventsAt(graph, elementId, part);
  const after = eventsAt(target, elementId === null ? null : renamed(mapping, elementId), part);
  return after.map((to) => {
    const from = before.find(({ id, type }) => type === to.type && renamed(mapping, id) === to.id) ?? null;
    return {
      to,
      from,
      triggers: from === null ? new Map() : matchTriggers(triggersOf(from), triggersOf(to)),
    };
  });
}

function openings(place: WaitingPlace, events: readonly MatchedEvent[]): readonly Opening[] {
  if (!place.takesNew) return [];
  return events.flatMap(({ to: event, triggers: matched }) => {
    const known = new Set(matched.values());
    const triggers = triggersOf(event).flatMap(({ kind }, index) =>
      known.has(index) || !comesFromOutside(kind) ? [] : [{ index, kind }],
    );
    return triggers.length === 0 ? [] : [{ place, event, triggers }];
  });
}

function comesFromOutside(kind: string): kind is AwaitedKind {
  return kind === 'message' || kind === 'signal' || kind === 'timer' || kind === 'conditional';
}
