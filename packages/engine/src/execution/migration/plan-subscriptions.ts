import type { FlowNode } from '../../model/flow-node.ts';
import { continuationIndex } from '../continuation.ts';
import type { InstanceState } from '../state.ts';
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
  /** The same was waited for before. */
  readonly isRenewed: boolean;
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
 * the source is opened. A trigger that both have and that is over, such as a timer that has fired, stays over. What
 * is to be updated and is not over is closed and opened.
 */
export function planSubscriptions(
  turn: Turn,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): SubscriptionChanges {
  const places = waitingPlaces(turn, left).map((place) => ({ place, events: matched(turn, place, request) }));
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
    const triggerIndex =
      index === continuationIndex ? index : event?.isRenewed ? undefined : event?.triggers.get(index);
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
  readonly isRenewed: boolean;
}

function matched(
  { graph, state }: Turn,
  place: WaitingPlace,
  { target, mapping, updatedEvents = [] }: MigrationRequest,
): readonly MatchedEvent[] {
  const { hostId, elementId, part, isNew } = place;
  const before = isNew ? [] : eventsAt(graph, elementId, part);
  const after = eventsAt(target, elementId === null ? null : renamed(mapping, elementId), part);
  return after.map((to) => {
    const from = before.find(({ id, type }) => type === to.type && renamed(mapping, id) === to.id) ?? null;
    if (from === null) return { to, from, triggers: new Map(), isRenewed: false };
    const triggers = matchTriggers(triggersOf(from), triggersOf(to));
    const isRenewed =
      updatedEvents.includes(from.id) && triggers.size > 0 && isAwaited(state, hostId, from.id);
    return { to, from, triggers, isRenewed };
  });
}

function openings(place: WaitingPlace, events: readonly MatchedEvent[]): readonly Opening[] {
  return events.flatMap(({ to: event, triggers: matched, isRenewed }) => {
    if (!place.takesNew && !isRenewed) return [];
    const known = new Set(isRenewed ? [] : matched.values());
    const triggers = triggersOf(event).flatMap(({ kind }, index) =>
      known.has(index) || !comesFromOutside(kind) ? [] : [{ index, kind }],
    );
    return triggers.length === 0 ? [] : [{ place, event, triggers, isRenewed }];
  });
}

function comesFromOutside(kind: string): kind is AwaitedKind {
  return kind === 'message' || kind === 'signal' || kind === 'timer' || kind === 'conditional';
}

function isAwaited(
  { subscriptions, subscriptionsOf }: InstanceState,
  hostId: string,
  eventId: string,
): boolean {
  return [...(subscriptionsOf.get(hostId) ?? [])].some((id) => subscriptions.get(id)?.elementId === eventId);
}
