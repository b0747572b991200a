import type { FlowNode } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';
import { standsAtJoin } from '../state-indexes.ts';
import type { Turn } from '../turn.ts';
import type { ElementVerdict, MigrationRequest } from './migration.ts';
import { isNamed, renamed } from './renaming.ts';

/** Why an element cannot go on under its new name; `final`: no mapping would help. */
interface Obstacle {
  readonly reason: string;
  readonly final: boolean;
}

const byMapping = (reason: string): Obstacle => ({ reason, final: false });
const final = (reason: string): Obstacle => ({ reason, final: true });

/** What becomes of every token. `turn` is on the definition the instance comes from. */
export function judgeElements(turn: Turn, request: MigrationRequest): ElementVerdict[] {
  return [...turn.state.elements.values()].map((element) =>
    verdictFor(request, element.elementId, element.id, obstacleTo(turn, element, request)),
  );
}

/** What becomes of every completed activity that can still be undone. */
export function judgeCompensations(turn: Turn, request: MigrationRequest): ElementVerdict[] {
  return [...turn.state.compensations.values()].map(({ elementId, elementInstanceId }) => {
    const obstacle =
      kindDiffers(turn, elementId, request) ??
      standsElsewhere(turn, elementId, request) ??
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

function obstacleTo(turn: Turn, element: ElementInstance, request: MigrationRequest): Obstacle | null {
  return (
    kindDiffers(turn, element.elementId, request) ??
    standsElsewhere(turn, element.elementId, request) ??
    worksOtherwise(turn, element, request) ??
    cannotJoin(turn, element, request) ??
    cannotCompensate(element, request)
  );
}

function kindDiffers(turn: Turn, elementId: string, { target, mapping }: MigrationRequest): Obstacle | null {
  const node = turn.graph.nodes.get(elementId);
  const to = renamed(mapping, elementId);
  const next = target.nodes.get(to);
  if (next === undefined) return byMapping(`Expected the target to have an element '${to}', but it has none`);
  if (node === undefined) throw new Error(`Expected element '${elementId}' in the process`);
  if (node.type !== next.type)
    return byMapping(`Expected '${to}' to be a ${node.type}, but it is a ${next.type} in the target`);
  const [loop, nextLoop] = [loopKind(node), loopKind(next)];
  if (loop !== nextLoop)
    return byMapping(`Expected '${to}' to be ${loop}, but it is ${nextLoop} in the target`);
  if (undoes(node) !== undoes(next))
    return byMapping(`Expected '${to}' to be for compensation in both definitions or in none`);
  return null;
}

function loopKind(node: FlowNode): string {
  if (!('loop' in node) || node.loop === null) return 'no loop';
  if (node.loop.kind === 'standard') return 'a loop';
  return node.loop.sequential ? 'a sequential multi-instance activity' : 'a parallel multi-instance activity';
}

function undoes(node: FlowNode): boolean {
  return 'forCompensation' in node && node.forCompensation;
}

/** Of two definitions, since what is undone may run in the scope of a former loop. A scope that is not there is told of by itself. */
function standsElsewhere(
  { graph }: Turn,
  elementId: string,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const scope = graph.nodes.get(elementId)?.scopeId ?? null;
  const expected = scope === null ? null : renamed(mapping, scope);
  if (expected !== null && !target.nodes.has(expected)) return null;
  const to = renamed(mapping, elementId);
  const found = target.nodes.get(to)?.scopeId ?? null;
  if (found === expected) return null;
  const named = (id: string | null) => (id === null ? 'the process itself' : `'${id}'`);
  return byMapping(
    `Expected '${to}' to stand in ${named(expected)}, but it stands in ${named(found)} in the target`,
  );
}

/** What it waits for must be what its like waits for in the target. */
function worksOtherwise(
  turn: Turn,
  element: ElementInstance,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const node = turn.nodeOf(element);
  const to = renamed(mapping, element.elementId);
  const next = target.nodes.get(to);
  if (next === undefined || element.status === 'ready') return null;
  const differs = byMapping(
    `Expected '${to}' to do its work as before, but it does it in another way in the target`,
  );
  if ('work' in node && 'work' in next && node.work.kind !== next.work.kind) return differs;
  if (
    node.type === 'receiveTask' &&
    next.type === 'receiveTask' &&
    (node.message === null) !== (next.message === null)
  ) {
    return differs;
  }
  const sends = (candidate: FlowNode) =>
    'throws' in candidate &&
    candidate.throws.some((thrown) => thrown.kind === 'message' && thrown.job !== null);
  return element.wait?.kind === 'job' && sends(node) && !sends(next) ? differs : null;
}

/** A token at a join is known by the flow it came over. */
function cannotJoin(
  turn: Turn,
  element: ElementInstance,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const { elementId, flowId } = element;
  const to = renamed(mapping, elementId);
  const node = turn.nodeOf(element);
  if ('startQuantity' in node || 'completionQuantity' in node) {
    const next = target.nodes.get(to);
    const quantity = (of: FlowNode | undefined) =>
      of !== undefined && 'startQuantity' in of ? (of.startQuantity ?? 1) : 1;
    if (standsAtJoin(element) && quantity(next) !== quantity(node)) {
      return final(
        `Expected '${to}' to begin with ${quantity(node)} tokens, but it begins with ${quantity(next)} in the target`,
      );
    }
  }
  if (!isJoin(turn, node) || element.status === 'completing') return null;
  if ((target.incoming.get(to)?.length ?? 0) <= 1 && standsAtJoin(element)) {
    return byMapping(
      `Expected several flows to lead to '${to}', where a token waits for others, but they do not in the target`,
    );
  }
  if (flowId === null) return null;
  const next = renamed(mapping, flowId);
  if (target.flows.get(next)?.targetId === to) return null;
  return byMapping(
    `Expected flow '${next}', over which the token came, to lead to '${to}' in the target, but it does not`,
  );
}

function isJoin({ graph }: Turn, { id, type }: FlowNode): boolean {
  const joins = type === 'parallelGateway' || type === 'inclusiveGateway' || type === 'complexGateway';
  return joins && (graph.incoming.get(id)?.length ?? 0) > 1;
}

function cannotCompensate(
  { wait, undoes: undoing }: ElementInstance,
  { target, mapping }: MigrationRequest,
): Obstacle | null {
  const meant = [wait?.kind === 'compensation' ? wait.activityId : null, undoing?.beside?.activityId ?? null];
  const lost = meant.find((id) => id !== null && !target.nodes.has(renamed(mapping, id)));
  return lost === undefined || lost === null
    ? null
    : byMapping(`Expected the target to have '${lost}', which is being undone, but it has none`);
}

function notUndone(elementId: string, { target, mapping }: MigrationRequest): Obstacle | null {
  const to = renamed(mapping, elementId);
  if (target.compensable.has(to)) return null;
  return byMapping(`Expected something to undo '${to}', which has completed, but nothing does in the target`);
}
