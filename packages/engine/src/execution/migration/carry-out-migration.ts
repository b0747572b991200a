import { evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Json } from '../../model/json.ts';
import type { InstanceState } from '../state.ts';
import { openSubscriptions, type Planned, planSubscriptions, triggersOf } from '../subscribe.ts';
import type { Turn } from '../turn.ts';
import { completeJoins } from './complete-joins.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import type { Opening, SubscriptionChanges } from './plan-subscriptions.ts';
import type { PreparedMigration } from './prepare-migration.ts';
import { renamed } from './renaming.ts';
import { type WaitingPlace, waitingPlaces } from './waiting-places.ts';

/**
 * Does what was prepared. `turn` is on the target, with a state of its own. Returns what the expressions of
 * the target stood in the way of; the state is worth nothing then.
 */
export function carryOutMigration(
  turn: Turn,
  request: MigrationRequest,
  { subscriptions }: PreparedMigration,
  reason: string | null,
): readonly ElementVerdict[] {
  for (const { id: subscriptionId, elementId, hostId: elementInstanceId } of subscriptions.closed) {
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId, subscriptionId });
  }
  const { definitionId, version, target, mapping } = request;
  turn.record({
    type: 'instanceMigrated',
    processId: target.model.processId,
    definitionId,
    version,
    elements: asMapped(elementsNamed(turn.state), mapping),
    flows: asMapped(flowsNamed(turn.state), mapping),
    triggers: movedTriggers(subscriptions),
    reason,
  });
  const failed: ElementVerdict[] = [];
  for (const place of waitingPlaces(turn)) {
    if (place.part === 'content') attempt(failed, place, '', () => giveDataObjects(turn, place));
  }
  for (const opening of subscriptions.opened) {
    attempt(failed, opening.place, opening.event.id, () => open(turn, opening));
  }
  completeJoins(turn);
  // Which tokens a join still expects may have changed anywhere.
  turn.movedAnywhere = true;
  return failed;
}

function elementsNamed({ elements, subscriptions, compensations }: InstanceState): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { elementId, wait, undoes } of elements.values()) {
    named.add(elementId);
    if (wait?.kind === 'compensation' && wait.activityId !== null) named.add(wait.activityId);
    if (undoes?.beside?.activityId != null) named.add(undoes.beside.activityId);
  }
  for (const { elementId } of subscriptions.values()) named.add(elementId);
  for (const { elementId } of compensations.values()) named.add(elementId);
  return named;
}

function flowsNamed({ elements }: InstanceState): ReadonlySet<string> {
  const named = new Set<string>();
  for (const { flowId, wait } of elements.values()) {
    if (flowId !== null) named.add(flowId);
    if (wait?.kind === 'join') for (const id of wait.consumed ?? []) named.add(id);
  }
  return named;
}

function asMapped(
  ids: ReadonlySet<string>,
  mapping: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries([...ids].sort().map((id) => [id, renamed(mapping, id)]));
}

function movedTriggers({ kept }: SubscriptionChanges): Record<string, number> {
  return Object.fromEntries(
    kept.flatMap(({ subscription, triggerIndex }) =>
      subscription.triggerIndex === triggerIndex ? [] : [[subscription.id, triggerIndex]],
    ),
  );
}

function attempt(
  failed: ElementVerdict[],
  { hostId, elementId }: WaitingPlace,
  eventId: string,
  work: () => void,
): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    failed.push({
      elementId: elementId ?? eventId,
      elementInstanceId: hostId,
      targetElementId: eventId === '' ? elementId : eventId,
      verdict: 'cannot',
      reason: error.message,
    });
  }
}

/** A scope that goes on has the data objects that are new in it. */
function giveDataObjects(turn: Turn, { hostId, elementId }: WaitingPlace): void {
  const present = turn.state.variables.get(hostId) ?? {};
  const missing = (turn.graph.scopes.get(elementId)?.dataObjects ?? []).filter(
    ({ variable }) => !Object.hasOwn(present, variable),
  );
  if (missing.length === 0) return;
  const variables = Object.create(null) as Record<string, Json>;
  for (const { variable, initialValue } of missing) {
    variables[variable] =
      initialValue === null ? null : evaluate(initialValue, turn.expressionContext(hostId));
  }
  turn.record({ type: 'variablesSet', scopeId: hostId, variables });
}

function open(turn: Turn, { place, event, triggers }: Opening): void {
  const context = turn.expressionContext(place.contextId);
  const every = triggersOf(event);
  const planned = triggers.flatMap(({ index: triggerIndex }): Planned[] => {
    const one = { id: event.id, triggers: every.slice(triggerIndex, triggerIndex + 1) };
    return planSubscriptions(one, context).map((subscription) => ({ ...subscription, triggerIndex }));
  });
  openSubscriptions(turn, planned, place.hostId);
}
