import type { StartedByEvent } from '../../model/process-graph.ts';
import { placeToken } from '../place-token.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import type { Compensation, CompensationReach, Undoing } from './compensation.ts';
import { isRecreated } from './recreated.ts';
import { undoneNow } from './undo-order.ts';

/** What is to be undone next, and the live scope in which that is done. */
export interface ToUndo {
  readonly kept: Compensation;
  readonly scopeId: string;
}

/** Where an undoing stands: what can be begun, the last completed first, and whether some of it is under way. */
export interface Undone {
  readonly ready: readonly ToUndo[];
  readonly underWay: boolean;
}

/**
 * What `driverId` can undo now of what is within reach and nobody else is undoing. `from` is where the
 * compensation comes from: in it, or around it, are the scopes that are undone from within.
 */
export function undoneFrom(
  turn: Turn,
  from: ElementInstance,
  driverId: string,
  reach: CompensationReach,
): Undone {
  for (const reached of scopesReached(turn, reach.scopeId)) {
    const keptIds = turn.state.compensationsIn.get(reached);
    if (keptIds === undefined) continue;
    const scopeId = liveScope(turn, from, reached);
    const undone = undoneIn(turn, driverId, keptIds, scopeId, reach);
    if (undone.underWay || undone.ready.length > 0) return undone;
  }
  return { ready: [], underWay: false };
}

function undoneIn(
  turn: Turn,
  driverId: string,
  keptIds: readonly string[],
  scopeId: string,
  reach: CompensationReach,
): Undone {
  const atOnce = areInstances(turn, scopeId, keptIds);
  // They have all been begun together, so that none is looked at again while one of them is under way.
  if (atOnce && drives(turn, scopeId, driverId)) return { ready: [], underWay: true };
  const drivers = driversIn(turn, scopeId);
  const isUnderWay = ({ id }: Compensation) => drivers.has(id);
  const isOwn = ({ id }: Compensation) => drivers.get(id) === driverId;
  const remaining = keptIds
    .filter((id) => isMeant(turn, id, reach))
    .map((id) => keptAs(turn, id))
    .filter((kept) => isOwn(kept) || !isUnderWay(kept));
  const ready = atOnce
    ? remaining.toReversed().filter((kept) => !isUnderWay(kept))
    : undoneNow(turn, remaining, isUnderWay);
  return { ready: ready.map((kept) => ({ kept, scopeId })), underWay: remaining.some(isOwn) };
}

/** Instances of a parallel multi-instance activity do not depend on each other. */
function areInstances(turn: Turn, scopeId: string, [firstId]: readonly string[]): boolean {
  const body = turn.state.elements.get(scopeId);
  if (body === undefined || firstId === undefined) return false;
  if (keptAs(turn, firstId).elementId !== body.elementId) return false;
  const node = turn.nodeOf(body);
  return 'loop' in node && node.loop?.kind === 'multiInstance' && !node.loop.sequential;
}

function isMeant(turn: Turn, compensationId: string, { activityId }: CompensationReach): boolean {
  return activityId === null || keptAs(turn, compensationId).elementId === activityId;
}

/**
 * A scope, and for what is thrown in an event subprocess also the scope it belongs to (BPMN 2.0 §10.7.2).
 * If that is one that is undone from within, what its former content has kept.
 */
function scopesReached(turn: Turn, scopeId: string): readonly string[] {
  const { elements } = turn.state;
  const reached = [scopeId];
  for (let scope = elements.get(scopeId); scope !== undefined; ) {
    if (turn.nodeOf(scope).type !== 'eventSubProcess') break;
    const around = elements.get(scope.scopeId);
    const former = around === undefined ? null : formerSelf(turn, around);
    reached.push(former ?? scope.scopeId);
    scope = former === null ? around : undefined;
  }
  return reached;
}

/** Where a scope lives: itself, or as what stands for it since it has completed. */
function liveScope(turn: Turn, from: ElementInstance, scopeId: string): string {
  const { elements, instanceId } = turn.state;
  if (scopeId === instanceId || elements.has(scopeId)) return scopeId;
  for (let around: ElementInstance | undefined = from; around !== undefined; ) {
    if (formerSelf(turn, around) === scopeId) return around.id;
    around = elements.get(around.scopeId);
  }
  throw new Error(`Expected something to stand for the completed scope ${scopeId}, but found nothing`);
}

/** The completed element instance for which another one stands while it is undone from within. */
function formerSelf(turn: Turn, element: ElementInstance): string | null {
  if (element.undoes === null || !isRecreated(turn.nodeOf(element), element)) return null;
  return keptAs(turn, element.undoes.compensationId).elementInstanceId;
}

function drives(turn: Turn, scopeId: string, driverId: string): boolean {
  const { children, elements } = turn.state;
  for (const id of children.get(scopeId) ?? []) {
    if (elements.get(id)?.undoes?.driverId === driverId) return true;
  }
  return false;
}

/** Who waits for what is undone in a scope, by the compensation. */
function driversIn(turn: Turn, scopeId: string): ReadonlyMap<string, string> {
  const { children, elements } = turn.state;
  const drivers = new Map<string, string>();
  for (const id of children.get(scopeId) ?? []) {
    const undoes = elements.get(id)?.undoes ?? null;
    if (undoes !== null) drivers.set(undoes.compensationId, undoes.driverId);
  }
  return drivers;
}

export function keptAs(turn: Turn, compensationId: string): Compensation {
  const kept = turn.state.compensations.get(compensationId);
  if (kept === undefined) throw new Error(`Expected a kept compensation, but found none: ${compensationId}`);
  return kept;
}

/** A token at the handler, or at the activity itself where it is undone from within, with the variables of then. */
export function undo(turn: Turn, { kept, scopeId }: ToUndo, undoes: Undoing): void {
  const node = turn.graph.nodes.get(kept.elementId);
  const handlerId =
    node !== undefined && 'compensationHandlerId' in node && !holdsInstances(turn, kept)
      ? node.compensationHandlerId
      : null;
  const id = placeToken(turn, { elementId: handlerId ?? kept.elementId, scopeId, undoes });
  if (Object.keys(kept.variables).length === 0) return;
  turn.record({ type: 'variablesSet', scopeId: id, variables: kept.variables });
}

/** The body of a loop: what it has kept are its instances, each with its own handler. */
export function holdsInstances(turn: Turn, { elementId, elementInstanceId }: Compensation): boolean {
  const [first] = turn.state.compensationsIn.get(elementInstanceId) ?? [];
  return first !== undefined && keptAs(turn, first).elementId === elementId;
}

/** The event subprocess that undoes the subprocess it stands in. */
export function startedByCompensation(turn: Turn, subProcessId: string): StartedByEvent | null {
  const candidates = turn.graph.scopes.get(subProcessId)?.eventSubProcesses ?? [];
  const isCompensation = ({ start }: StartedByEvent) =>
    start.triggers.some(({ kind }) => kind === 'compensation');
  return candidates.find(isCompensation) ?? null;
}
