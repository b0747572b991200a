import type { FlowNode } from '../../model/flow-node.ts';
import type { ElementInstance } from '../state.ts';
import { standsAtJoin } from '../state-indexes.ts';
import type { Turn } from '../turn.ts';
import { likeOfFlow } from './flow-likes.ts';
import type { MigrationRequest } from './migration.ts';
import { byMapping, final, type Obstacle } from './obstacle.ts';
import { renamed } from './renaming.ts';

/** A token at a join is known by the flow it came over, and waits for those of its own scope. */
export function cannotJoin(
  turn: Turn,
  element: ElementInstance,
  request: MigrationRequest,
  left: ReadonlySet<string>,
): Obstacle | null {
  const { elementId, flowId } = element;
  const { target, mapping } = request;
  const to = renamed(mapping, elementId);
  const node = turn.nodeOf(element);
  const waits = standsAtJoin(element);
  if (waits && left.has(element.scopeId)) {
    return byMapping(
      `Expected the target to have the scope around '${to}', where a token waits for others, but it has none`,
    );
  }
  const quantities = waits ? needsOtherwise(node, to, request) : null;
  if (quantities !== null) return quantities;
  if (!isJoin(turn, node) || element.status === 'completing') return null;
  if ((target.incoming.get(to)?.length ?? 0) <= 1 && waits) {
    return byMapping(
      `Expected several flows to lead to '${to}', where a token waits for others, but they do not in the target`,
    );
  }
  if (flowId === null) return null;
  const next = likeOfFlow(turn.graph, request, flowId);
  if (target.flows.get(next)?.targetId === to) return null;
  return byMapping(
    `Expected flow '${next}', over which the token came, to lead to '${to}' in the target, but it does not`,
  );
}

function needsOtherwise(node: FlowNode, to: string, { target }: MigrationRequest): Obstacle | null {
  const [before, after] = [quantity(node), quantity(target.nodes.get(to))];
  if (before === after) return null;
  return final(`Expected '${to}' to begin with ${before} tokens, but it begins with ${after} in the target`);
}

function quantity(node: FlowNode | undefined): number {
  return node !== undefined && 'startQuantity' in node ? (node.startQuantity ?? 1) : 1;
}

function isJoin({ graph }: Turn, { id, type }: FlowNode): boolean {
  const joins = type === 'parallelGateway' || type === 'inclusiveGateway' || type === 'complexGateway';
  return joins && (graph.incoming.get(id)?.length ?? 0) > 1;
}
