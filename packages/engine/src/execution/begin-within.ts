import type { FlowNode } from '../model/flow-node.ts';
import type { JsonObject } from '../model/json.ts';
import type { Loop } from '../model/loop.ts';
import { activated, waits } from './elements/behaviour.ts';
import { createInstances } from './loops/loop-instances.ts';
import { placeToken } from './place-token.ts';
import { beginScope, planScope } from './scope.ts';
import { setLocal } from './set-local.ts';
import { type ElementInstance, liveElement } from './state.ts';
import { applyInputs, planBoundary } from './step.ts';
import { openSubscriptions } from './subscribe.ts';
import type { Turn } from './turn.ts';

/**
 * A subprocess begins without a token at its start event, for the sake of an element inside it. Everything
 * else is as it is when a token reaches it: its variables, its event subprocesses, its boundary events. A loop
 * begins with one instance. An event subprocess begins without its event, so it ends nothing beside it.
 * Returns the scope of its content.
 */
export function beginWithin(turn: Turn, node: FlowNode, scopeId: string, variables: JsonObject): string {
  const isEvent = node.type === 'eventSubProcess';
  const id = placeToken(turn, { elementId: node.id, scopeId, ...(isEvent ? { triggered: true } : {}) });
  setLocal(turn, id, variables);
  const element = liveElement(turn.state, id);
  const boundary = planBoundary(turn, node, element);
  const content =
    'loop' in node && node.loop !== null ? firstOf(turn, node.loop, element, variables) : element;
  applyInputs(turn, node, content);
  const planned = planScope(turn, node.id, content.id);
  activated(turn, content);
  beginScope(turn, node.id, content.id, planned, []);
  if (node.type === 'adHocSubProcess') waits(turn, content, 'adHoc');
  openSubscriptions(turn, boundary, id);
  return content.id;
}

/** Its item is what the variables have under the name of the input element. */
function firstOf(turn: Turn, loop: Loop, body: ElementInstance, variables: JsonObject): ElementInstance {
  const { id, elementId } = body;
  activated(turn, body);
  const item =
    loop.kind === 'multiInstance' && loop.inputElement !== null ? variables[loop.inputElement] : undefined;
  turn.record({
    type: 'loopStarted',
    elementId,
    elementInstanceId: id,
    items: item === undefined ? null : [item],
    total: loop.kind === 'standard' ? null : 1,
  });
  createInstances(turn, elementId, loop, id, 1);
  const [instanceId] = turn.state.children.get(id) ?? [];
  if (instanceId === undefined) throw new Error(`Expected an instance of '${elementId}', but found none`);
  return liveElement(turn.state, instanceId);
}
