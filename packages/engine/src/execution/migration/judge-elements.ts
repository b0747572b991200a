import type { ElementInstance } from '../state.ts';
import { triggersOf } from '../subscribe.ts';
import type { Turn } from '../turn.ts';
import { cannotCompensate, notUndone } from './judge-compensation.ts';
import { cannotJoin } from './judge-join.ts';
import { kindDiffers, worksOtherwise } from './judge-kind.ts';
import type { KeptPlace } from './kept-places.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import type { Obstacle } from './obstacle.ts';
import { isNamed, renamed } from './renaming.ts';
import { wayInto } from './way-into.ts';

/** What becomes of every token. `turn` is on the definition the instance comes from. */
export function judgeElements(
  turn: Turn,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): ElementVerdict[] {
  return [...turn.state.elements.values()].map((element): ElementVerdict => {
    const { id, elementId } = element;
    return left.has(id)
      ? leftVerdict(elementId, id)
      : verdictFor(request, elementId, id, obstacleTo(turn, element, request, left));
  });
}

/** What becomes of every completed activity that can still be undone. */
export function judgeCompensations(
  turn: Turn,
  request: MigrationRequest,
  places: readonly KeptPlace[],
): ElementVerdict[] {
  return places.map(({ kept, isLeft, way }) => {
    const { elementId, elementInstanceId } = kept;
    if (isLeft) return leftVerdict(elementId, elementInstanceId);
    const obstacle =
      kindDiffers(turn, elementId, request) ??
      (way.kind === 'closed' ? way.obstacle : null) ??
      notUndone(elementId, request);
    return verdictFor(request, elementId, elementInstanceId, obstacle);
  });
}

/** Entries of the mapping that name nothing. */
export function judgeMapping({ graph }: Turn, { target, mapping }: MigrationRequest): ElementVerdict[] {
  return Object.entries(mapping).flatMap(([from, to]): ElementVerdict[] => {
    const isElement = graph.nodes.has(from);
    const known = isElement || graph.flows.has(from);
    const there = isElement ? target.nodes.has(to) : target.flows.has(to);
    if (known && there) return [];
    const reason = known
      ? `Expected '${to}' to be ${isElement ? 'an element' : 'a flow'} of the target, but it has none of that id`
      : `Expected '${from}' to be an element or a flow of the process, but it has none of that id`;
    const elementId = from;
    return [
      { elementId, elementInstanceId: null, targetElementId: there ? to : null, verdict: 'cannot', reason },
    ];
  });
}

/** What is to be updated and is no event that is waited for. */
export function judgeUpdates({ graph }: Turn, { updatedEvents = [] }: MigrationRequest): ElementVerdict[] {
  return updatedEvents.flatMap((elementId): ElementVerdict[] => {
    const node = graph.nodes.get(elementId);
    if (node !== undefined && triggersOf(node).length > 0) return [];
    const reason = `Expected '${elementId}' to be an event of the process that is waited for, but it is not`;
    return [{ elementId, elementInstanceId: null, targetElementId: null, verdict: 'cannot', reason }];
  });
}

/** It has no like; what it holds goes on around it. */
function leftVerdict(elementId: string, elementInstanceId: string): ElementVerdict {
  return { elementId, elementInstanceId, targetElementId: null, verdict: 'migrates', reason: null };
}

function verdictFor(
  { target, mapping }: MigrationRequest,
  elementId: string,
  elementInstanceId: string,
  obstacle: Obstacle | null,
): ElementVerdict {
  const to = renamed(mapping, elementId);
  const of = { elementId, elementInstanceId, targetElementId: target.nodes.has(to) ? to : null };
  if (obstacle === null) return { ...of, verdict: 'migrates', reason: null };
  const { reason } = obstacle;
  return {
    ...of,
    verdict: obstacle.final || isNamed(mapping, elementId) ? 'cannot' : 'needsMapping',
    reason,
  };
}

function obstacleTo(
  turn: Turn,
  element: ElementInstance,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): Obstacle | null {
  const leavesLoop = element.index !== null && left.has(element.scopeId);
  const way = wayInto(turn, element, request, left);
  return (
    kindDiffers(turn, element.elementId, request, leavesLoop) ??
    (way.kind === 'closed' ? way.obstacle : null) ??
    worksOtherwise(turn, element, request) ??
    cannotJoin(turn, element, request, left) ??
    cannotCompensate(element, request)
  );
}
