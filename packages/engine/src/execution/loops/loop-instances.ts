import type { FlowNode } from '../../model/flow-node.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { Loop } from '../../model/loop.ts';
import { placeToken } from '../place-token.ts';
import type { ElementInstance, LoopProgress } from '../state.ts';
import { type Turn, visibleVariables } from '../turn.ts';
import { collectedVariable, loopCounter } from './own-names.ts';
import { loopOf, progressOf } from './progress.ts';

/** So many instances of a parallel multi-instance activity come into being in one step. */
export const instancesPerStep = 500;

/** The next instances of a loop, each with the variables it has for itself. */
export function createInstances(
  turn: Turn,
  elementId: string,
  loop: Loop,
  bodyId: string,
  count: number,
): void {
  const progress = progressOf(turn, bodyId);
  const end = progress.created + count;
  for (let index = progress.created; index < end; index++) {
    const scopeId = placeToken(turn, { elementId, scopeId: bodyId, index });
    turn.record({ type: 'variablesSet', scopeId, variables: ownVariables(loop, progress, index) });
  }
}

/**
 * The last instance created brings the next ones, when its own turn comes: so the step limit cuts a large
 * number, and a state that is loaded in between knows from `created` where to go on.
 */
export function createFollowing(turn: Turn, node: FlowNode, instance: ElementInstance): void {
  const loop = loopOf(node);
  if (loop.kind === 'standard' || loop.sequential) return;
  const { created, total } = progressOf(turn, instance.scopeId);
  if (total === null || created === total || instance.index !== created - 1) return;
  createInstances(turn, node.id, loop, instance.scopeId, Math.min(instancesPerStep, total - created));
}

/**
 * What the input mappings of an instance see: the enclosing scopes, its item and its counter. Not what the
 * mappings have assigned, so that activating it again after an incident gives the same.
 */
export function inputVariables(turn: Turn, node: FlowNode, instance: ElementInstance): JsonObject {
  const visible = visibleVariables(turn.state, instance.scopeId);
  if (instance.index === null) return visible;
  const own = ownVariables(loopOf(node), progressOf(turn, instance.scopeId), instance.index);
  return Object.assign(Object.create(null) as Record<string, Json>, visible, own);
}

function ownVariables(loop: Loop, { items }: LoopProgress, index: number): Record<string, Json> {
  const own = Object.create(null) as Record<string, Json>;
  own[loopCounter] = index;
  if (loop.kind === 'standard') return own;
  const output = collectedVariable(loop);
  if (output !== null && output !== loopCounter) own[output] = null;
  if (loop.inputElement !== null) own[loop.inputElement] = items?.[index] ?? null;
  return own;
}
