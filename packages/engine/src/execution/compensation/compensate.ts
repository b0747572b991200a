import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import type { CompensationReach } from './compensation.ts';
import { leaveTransaction } from './leave-transaction.ts';
import { undo, undoneFrom } from './undoing.ts';

// Compensation (BPMN 2.0 §13.5.5) undoes completed activities in the reverse order of the flow, those that did
// not depend on each other side by side. Where somebody waits for it, that is written in his wait; where the
// thrower has gone on, each handler knows what is left to be undone after it.

/** `driver` waits until everything within reach is undone, and goes on; `cancels`: it is a transaction. */
export function beginCompensation(
  turn: Turn,
  driver: ElementInstance,
  reach: CompensationReach,
  cancels: boolean,
): void {
  const of = { elementId: driver.elementId, elementInstanceId: driver.id };
  turn.record({ type: 'compensationStarted', ...of, ...reach, cancels });
  goOnWith(turn, driver);
}

/** The thrower does not wait for it. */
export function beginCompensationBeside(
  turn: Turn,
  thrower: ElementInstance,
  reach: CompensationReach,
): void {
  undoBeside(turn, thrower, thrower.id, reach);
}

/** A handler has ended, completed or interrupted: those that waited for it are next. */
export function goOnAfter(turn: Turn, handler: ElementInstance): void {
  const { undoes } = handler;
  if (undoes === null || turn.state.status !== 'active') return;
  if (undoes.beside !== null) undoBeside(turn, handler, undoes.driverId, undoes.beside);
  const driver = turn.state.elements.get(undoes.driverId);
  if (driver !== undefined) goOnWith(turn, driver);
}

function goOnWith(turn: Turn, driver: ElementInstance): void {
  const { wait } = driver;
  if (wait?.kind !== 'compensation') return;
  const { ready, underWay } = undoneFrom(turn, driver, driver.id, wait);
  for (const next of ready) {
    undo(turn, next, { compensationId: next.kept.id, driverId: driver.id, beside: null });
  }
  if (underWay || ready.length > 0) return;
  if (wait.cancels) {
    leave(turn, driver);
  } else {
    const [following] = thrownAfter(turn, driver, wait);
    if (following !== undefined) beginCompensation(turn, driver, following, false);
    else
      turn.record({ type: 'elementCompleting', elementId: driver.elementId, elementInstanceId: driver.id });
  }
}

/** What an event with several compensations is to wait for after this one; each of them is thrown once. */
function thrownAfter(
  turn: Turn,
  driver: ElementInstance,
  { scopeId, activityId }: CompensationReach,
): readonly CompensationReach[] {
  const node = turn.nodeOf(driver);
  if (!('throws' in node)) return [];
  const activityIds = new Set(
    node.throws.flatMap((thrown) =>
      thrown.kind === 'compensation' && thrown.waitForCompletion ? [thrown.activityId] : [],
    ),
  );
  const inOrder = [...activityIds].map((id) => ({ scopeId, activityId: id }));
  return inOrder.slice(inOrder.findIndex((reach) => reach.activityId === activityId) + 1);
}

function undoBeside(turn: Turn, from: ElementInstance, driverId: string, reach: CompensationReach): void {
  const { ready } = undoneFrom(turn, from, driverId, reach);
  for (const next of ready) undo(turn, next, { compensationId: next.kept.id, driverId, beside: reach });
}

function leave(turn: Turn, transaction: ElementInstance): void {
  const body = leaveTransaction(turn, transaction);
  if (body !== null) beginCompensation(turn, body, { scopeId: body.id, activityId: null }, true);
  goOnAfter(turn, transaction);
}
