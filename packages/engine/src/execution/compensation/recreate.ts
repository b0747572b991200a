import { activated } from '../elements/behaviour.ts';
import { placeToken } from '../place-token.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { beginCompensation } from './compensate.ts';
import type { Undoing } from './compensation.ts';
import { holdsInstances, keptAs, startedByCompensation } from './undoing.ts';

/**
 * A completed activity is undone from within: a subprocess by its compensation event subprocess, else by
 * undoing what its content has kept (BPMN 2.0 §13.5.5, default compensation); a loop by its instances.
 */
export function recreate(turn: Turn, element: ElementInstance, { compensationId }: Undoing): void {
  const kept = keptAs(turn, compensationId);
  const undoing = holdsInstances(turn, kept) ? null : startedByCompensation(turn, kept.elementId);
  activated(turn, element);
  if (undoing === null) {
    beginCompensation(turn, element, { scopeId: kept.elementInstanceId, activityId: null }, false);
  } else {
    placeToken(turn, { elementId: undoing.subProcess.id, scopeId: element.id, triggered: true });
  }
}
