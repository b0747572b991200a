import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import type { CompensationReach } from './compensation.ts';
import { leaveTransaction } from './leave-transaction.ts';
import { nextToUndo, undo } from './undoing.ts';

// Compensation (BPMN 2.0 §13.5.5) undoes completed activities one after the other, in the reverse order of
// their completion. Where somebody waits for it, that is written in his wait; where the thrower has gone on,
// each handler knows what is left to be undone after it.

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
  undoNextBeside(turn, thrower, thrower.id, reach);
}

/** A handler has ended, completed or interrupted: the next one's turn. */
export function goOnAfter(turn: Turn, handler: ElementInstance): void {
  const { undoes } = handler;
  if (undoes === null || turn.state.status !== 'active') return;
  if (undoes.beside !== null) {
    undoNextBeside(turn, handler, undoes.driverId, undoes.beside);
    return;
  }
  const driver = turn.state.elements.get(undoes.driverId);
  if (driver !== undefined) goOnWith(turn, driver);
}

function goOnWith(turn: Turn, driver: ElementInstance): void {
  const { wait } = driver;
  if (wait?.kind !== 'compensation') return;
  const next = nextToUndo(turn, driver, wait);
  if (next !== null) {
    undo(turn, next, { compensationId: next.kept.id, driverId: driver.id, beside: null });
  } else if (wait.cancels) {
    leave(turn, driver);
  } else {
    turn.record({ type: 'elementCompleting', elementId: driver.elementId, elementInstanceId: driver.id });
  }
}

function undoNextBeside(turn: Turn, from: ElementInstance, driverId: string, reach: CompensationReach): void {
  const next = nextToUndo(turn, from, reach);
  if (next !== null) undo(turn, next, { compensationId: next.kept.id, driverId, beside: reach });
}

function leave(turn: Turn, transaction: ElementInstance): void {
  const body = leaveTransaction(turn, transaction);
  if (body !== null) beginCompensation(turn, body, { scopeId: body.id, activityId: null }, true);
  goOnAfter(turn, transaction);
}
