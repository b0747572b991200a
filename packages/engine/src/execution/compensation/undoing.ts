import type { StartedByEvent } from '../../model/process-graph.ts';
import { placeToken } from '../place-token.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import type { Compensation, CompensationReach, Undoing } from './compensation.ts';
import { isRecreated } from './recreated.ts';

/** What is to be undone next, and the live scope in which that is done. */
export interface ToUndo {
  readonly kept: Compensation;
  readonly scopeId: string;
}

/**
 * The activity within reach that completed last and that nobody is undoing yet; null: none is left. `from`
 * is where the compensation comes from: in it, or around it, are the scopes that are undone from within.
 */
export function nextToUndo(turn: Turn, from: ElementInstance, reach: CompensationReach): ToUndo | null {
  for (const reached of scopesReached(turn, reach.scopeId)) {
    const keptIds = turn.state.compensationsIn.get(reached);
    if (keptIds === undefined) continue;
    const scopeId = liveScope(turn, from, reached);
    const underWay = undoneIn(turn, scopeId);
    const id = keptIds.findLast((candidate) => !underWay.has(candidate) && isMeant(turn, candidate, reach));
    if (id !== undefined) return { kept: keptAs(turn, id), scopeId };
  }
  return null;
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

function undoneIn(turn: Turn, scopeId: string): ReadonlySet<string> {
  const { children, elements } = turn.state;
  const underWay = new Set<string>();
  for (const id of children.get(scopeId) ?? []) {
    const undoes = elements.get(id)?.undoes ?? null;
    if (undoes !== null) underWay.add(undoes.compensationId);
  }
  return underWay;
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
