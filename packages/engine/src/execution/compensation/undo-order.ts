import type { ProcessGraph } from '../../model/process-graph.ts';
import { reachableFrom } from '../joins/reachable.ts';
import type { Turn } from '../turn.ts';
import type { Compensation } from './compensation.ts';

/**
 * Of activities to undo, given in the order in which they completed, those that wait for none of the others;
 * the last first. An activity is undone after everything that followed it in the flow (BPMN 2.0 §13.5.5,
 * default compensation), what its boundary events led to included; what did not depend on it is undone beside
 * it. Where the flow leads round, what completed later followed.
 */
export function undoneNow(
  turn: Turn,
  remaining: readonly Compensation[],
  isUnderWay: (kept: Compensation) => boolean,
): readonly Compensation[] {
  const { graph } = turn;
  const ready: Compensation[] = [];
  const remainingIds = new Set(remaining.map(({ elementId }) => elementId));
  const laterIds = new Set<string>();
  for (const kept of remaining.toReversed()) {
    const { elementId } = kept;
    const waits =
      [...laterIds].some((id) => follows(graph, id, elementId)) ||
      [...remainingIds].some((id) => follows(graph, id, elementId) && !follows(graph, elementId, id));
    if (!waits && !isUnderWay(kept)) ready.push(kept);
    laterIds.add(elementId);
  }
  return ready;
}

/** Rounds of a loop follow each other; in an ad-hoc subprocess the order of completion is the only one there is. */
function follows(graph: ProcessGraph, laterId: string, earlierId: string): boolean {
  const earlier = graph.nodes.get(earlierId);
  if (earlier === undefined) return true;
  if (earlierId === laterId && 'loop' in earlier && earlier.loop !== null) return true;
  if (earlier.scopeId !== null && graph.nodes.get(earlier.scopeId)?.type === 'adHocSubProcess') return true;
  return reachableFrom(graph, earlierId).has(laterId);
}
