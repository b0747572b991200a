import type { FlowNode } from '../../model/flow-node.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { isInterrupted } from '../ad-hoc.ts';
import { isRecreated } from '../compensation/recreated.ts';
import type { ElementInstance } from '../state.ts';
import { triggersOf } from '../subscribe.ts';
import type { Turn } from '../turn.ts';

/** Something of the instance that events belong to, and the part in which it has them. */
export interface WaitingPlace {
  readonly hostId: string;
  /** The element; null: the process itself. */
  readonly elementId: string | null;
  readonly part: 'boundary' | 'content' | 'choice' | 'itself';
  /** What is new in the target is waited for too. */
  readonly takesNew: boolean;
  /** Nothing has been waited for there before. */
  readonly isNew: boolean;
}

/**
 * Everywhere in the instance where events are waited for but in the scopes that are `left`. An activity that
 * leaves its loop takes boundary events of its own.
 */
export function waitingPlaces(turn: Turn, left: ReadonlySet<string>): readonly WaitingPlace[] {
  const { state } = turn;
  return [
    contentOf(turn, state.instanceId, null),
    ...[...state.elements.values()]
      .filter(({ id }) => !left.has(id))
      .flatMap((element) => placesOf(turn, element, left)),
  ];
}

function placesOf(turn: Turn, element: ElementInstance, left: ReadonlySet<string>): readonly WaitingPlace[] {
  const { id: hostId, elementId, index, scopeId, status, wait } = element;
  const node = turn.nodeOf(element);
  if (status === 'ready' || isRecreated(node, element)) return [];
  const takesNew = status === 'active' && wait?.kind !== 'compensation';
  const places: WaitingPlace[] = [];
  const leavesLoop = index !== null && left.has(scopeId);
  if (index === null || leavesLoop)
    places.push({ hostId, elementId, part: 'boundary', takesNew, isNew: leavesLoop });
  if (node.type === 'eventBasedGateway')
    places.push({ hostId, elementId, part: 'choice', takesNew, isNew: false });
  else if (triggersOf(node).length > 0 && wait?.kind === 'event') {
    places.push({ hostId, elementId, part: 'itself', takesNew, isNew: false });
  }
  if (turn.graph.scopes.has(elementId) && !turn.isLoopBody(hostId)) {
    const content = contentOf(turn, hostId, elementId);
    places.push({ ...content, takesNew: content.takesNew && takesNew });
  }
  return places;
}

function contentOf(turn: Turn, hostId: string, elementId: string | null): WaitingPlace {
  return { hostId, elementId, part: 'content', takesNew: !isInterrupted(turn, hostId), isNew: false };
}

/** The events that a place of that element has in a definition. */
export function eventsAt(
  graph: ProcessGraph,
  elementId: string | null,
  part: WaitingPlace['part'],
): readonly FlowNode[] {
  if (part === 'content')
    return graph.scopes.get(elementId)?.eventSubProcesses.map(({ start }) => start) ?? [];
  if (elementId === null) return [];
  switch (part) {
    case 'boundary':
      return graph.boundaryEvents.get(elementId) ?? [];
    case 'choice':
      return (graph.outgoing.get(elementId) ?? []).flatMap(({ targetId }) => graph.nodes.get(targetId) ?? []);
    case 'itself':
      return [graph.nodes.get(elementId)].filter((node) => node !== undefined);
  }
}
