import { evaluate } from '../../expression/evaluate.ts';
import { ExpressionError } from '../../expression/expression-error.ts';
import type { Json } from '../../model/json.ts';
import { type InstanceState, liveElement } from '../state.ts';
import { openSubscriptions, type Planned, planSubscriptions, triggersOf } from '../subscribe.ts';
import type { Turn } from '../turn.ts';
import { enterScopes, leaveScope } from './change-scopes.ts';
import { completeJoins } from './complete-joins.ts';
import { keepAnew } from './keep-anew.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import type { Opening, SubscriptionChanges } from './plan-subscriptions.ts';
import type { PreparedMigration } from './prepare-migration.ts';
import { renamed } from './renaming.ts';
import { type WaitingPlace, waitingPlaces } from './waiting-places.ts';

const none: ReadonlySet<string> = new Set();

/**
 * Does what was prepared. `turn` is on the target, with a state of its own. Returns what the expressions of
 * the target stood in the way of; the state is worth nothing then.
 */
export function carryOutMigration(
  turn: Turn,
  request: MigrationRequest,
  { subscriptions, scopes, flows, kept }: PreparedMigration,
  reason: string | null,
): readonly ElementVerdict[] {
  for (const { id: subscriptionId, elementId, hostId: elementInstanceId } of subscriptions.closed) {
    turn.record({ type: 'subscriptionClosed', elementId, elementInstanceId, subscriptionId });
  }
  const failed: ElementVerdict[] = [];
  for (const [hostId, node] of scopes.left) {
    attempt(failed, { hostId, elementId: node.id }, '', () => leaveScope(turn, hostId, node));
  }
  if (failed.length > 0) return failed;
  const { definitionId, version, target, mapping } = request;
  turn.record({
    type: 'instanceMigrated',
    processId: target.model.processId,
    definitionId,
    version,
    elements: asMapped(elementsNamed(turn.state), mapping),
    flows,
    triggers: movedTriggers(subscriptions),
    reason,
  });
  for (const place of waitingPlaces(turn, none)) {
    if (place.part === 'content') attempt(failed, place, '', () => giveDataObjects(turn, place));
  }
  const begun = new Map<string, string>();
  for (const [hostId, nodes] of scopes.entered) {
    const { elementId } = liveElement(turn.state, hostId);
    attempt(failed, { hostId, elementId }, '', () => enterScopes(turn, begun, hostId, nodes));
  }
  if (failed.length > 0) return failed;
  for (const opening of subscriptions.opened) {
    attempt(failed, opening.place, opening.event.id, () => open(turn, opening));
  }
  keepAnew(turn, kept, mapping);
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
  { hostId, elementId }: Pick<WaitingPlace, 'hostId' | 'elementId'>,
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
  const { hostId, part } = place;
  const isOutside = part === 'boundary' || part === 'choice';
  const context = turn.expressionContext(isOutside ? liveElement(turn.state, hostId).scopeId : hostId);
  const every = triggersOf(event);
  const planned = triggers.flatMap(({ index: triggerIndex }): Planned[] => {
    const one = { id: event.id, triggers: every.slice(triggerIndex, triggerIndex + 1) };
    return planSubscriptions(one, context).map((subscription) => ({ ...subscription, triggerIndex }));
  });
  openSubscriptions(turn, planned, hostId);
}
