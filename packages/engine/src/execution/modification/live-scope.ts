import type { FlowNode } from '../../model/flow-node.ts';
import { isRecreated } from '../compensation/recreated.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { refuse } from './refuse.ts';

/** A live scope, and the subprocesses inside it, outermost first, that do not run yet. */
export interface Place {
  readonly scopeId: string;
  readonly missing: readonly FlowNode[];
}

/**
 * Where an element of `nodeId`'s scope can begin: in the innermost scope around it that runs. One that runs
 * several times must be told apart: by `named`, or by being around `from`, the token that moves.
 */
export function placeFor(
  turn: Turn,
  elementId: string,
  node: { readonly scopeId: string | null },
  named: string | null,
  from: readonly string[],
): Place {
  const missing: FlowNode[] = [];
  for (let nodeId = node.scopeId; ; ) {
    const candidates = runningScopes(turn, nodeId);
    const meant =
      named === null ? candidates.filter((id) => from.includes(id)) : candidates.filter((id) => id === named);
    const [scopeId] = meant.length > 0 || named !== null ? meant : candidates;
    if (scopeId !== undefined) {
      if (meant.length === 0 && candidates.length > 1) refuseAmbiguous(elementId, nodeId ?? '', candidates);
      return { scopeId, missing: missing.reverse() };
    }
    const scope = nodeId === null ? undefined : turn.graph.nodes.get(nodeId);
    if (scope === undefined) {
      refuse(
        elementId,
        `Expected ${named ?? 'a scope'} to be a live scope around '${elementId}', but it is not`,
      );
    }
    missing.push(scope);
    nodeId = scope.scopeId;
  }
}

/** The live scopes that hold the content of a subprocess, or of the process. */
function runningScopes(turn: Turn, nodeId: string | null): readonly string[] {
  const { state } = turn;
  if (nodeId === null) return [state.instanceId];
  return [...state.elements.values()]
    .filter((element) => element.elementId === nodeId && holdsContent(turn, element))
    .map(({ id }) => id);
}

/** Not what is being undone, nor the body of a loop, whose content is its instances. */
function holdsContent(turn: Turn, element: ElementInstance): boolean {
  const { status, wait, id } = element;
  if (status !== 'active' || wait?.kind === 'compensation') return false;
  return !turn.isLoopBody(id) && !isRecreated(turn.nodeOf(element), element);
}

function refuseAmbiguous(elementId: string, scopeNodeId: string, candidates: readonly string[]): never {
  refuse(
    elementId,
    `Expected to know in which '${scopeNodeId}' '${elementId}' is to begin, since ${candidates.length} run; name one by its element instance id`,
  );
}
