import { type ExpressionContext, evaluate, evaluateCondition } from '../../expression/evaluate.ts';
import type { FlowNode } from '../../model/flow-node.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { MultiInstance, StandardLoop } from '../../model/loop.ts';
import { keepCompensation } from '../compensation/keep-compensation.ts';
import { type ElementInstance, type LoopProgress, liveElement } from '../state.ts';
import { terminateElement } from '../termination.ts';
import { type Turn, visibleVariables } from '../turn.ts';
import { propagateVariables } from '../variables.ts';
import { planBehaviorEvents } from './behavior-events.ts';
import { loopCounters, runtimeAttributes } from './loop-counters.ts';
import { createInstances } from './loop-instances.ts';
import { outputList } from './loop-outputs.ts';
import { ownNames } from './own-names.ts';
import { loopOf, progressOf } from './progress.ts';
import { goesOnAfter } from './standard-loop.ts';

/**
 * One instance of a loop is done: its output mappings have given `outputs`. Everything that can fail is
 * evaluated before anything is recorded.
 */
export function completeLoopInstance(
  turn: Turn,
  node: FlowNode,
  instance: ElementInstance,
  outputs: JsonObject,
): void {
  const loop = loopOf(node);
  const body = liveElement(turn.state, instance.scopeId);
  switch (loop.kind) {
    case 'standard':
      completeIteration(turn, loop, body, instance, outputs);
      return;
    case 'multiInstance':
      completeItem(turn, loop, body, instance, outputs);
      return;
  }
}

function completeIteration(
  turn: Turn,
  loop: StandardLoop,
  body: ElementInstance,
  instance: ElementInstance,
  outputs: JsonObject,
): void {
  const { created } = progressOf(turn, body.id);
  const variables = over(visibleVariables(turn.state, body.id), outputs);
  const goesOn = goesOnAfter(loop, created, { variables, now: turn.env.now });
  propagateVariables(turn, body.scopeId, outputs);
  endInstance(turn, body, instance);
  if (goesOn) createInstances(turn, body.elementId, loop, body.id, 1);
  else completeBody(turn, body);
}

function completeItem(
  turn: Turn,
  loop: MultiInstance,
  body: ElementInstance,
  instance: ElementInstance,
  outputs: JsonObject,
): void {
  const progress = progressOf(turn, body.id);
  const after = { ...progress, active: progress.active - 1, completed: progress.completed + 1 };
  const context = contextAfter(turn, instance, outputs, after);
  const output = outputOf(loop, context);
  if (loop.outputCollection !== null) showOutputs(context, loop.outputCollection, progress, instance, output);
  const thrown = planBehaviorEvents(turn, loop.behaviorEvents, {
    body,
    isFirst: progress.completed === 0,
    context,
    attributes: runtimeAttributes(after),
  });
  const suffices = loop.completionCondition !== null && evaluateCondition(loop.completionCondition, context);

  propagateVariables(turn, body.scopeId, withoutOwn(loop, outputs));
  endInstance(turn, body, instance, output);
  for (const carryOut of thrown) if (isLive(turn, body)) carryOut();
  if (isLive(turn, body)) goOn(turn, loop, body, suffices);
}

function goOn(turn: Turn, loop: MultiInstance, body: ElementInstance, suffices: boolean): void {
  if (suffices) terminateRest(turn, body);
  const { active, created, total } = progressOf(turn, body.id);
  if (active > 0) return;
  if (suffices || created === total) completeBody(turn, body);
  else createInstances(turn, body.elementId, loop, body.id, 1);
}

/** What is thrown on its boundary may have ended the activity, or the whole instance. */
function isLive({ state }: Turn, body: ElementInstance): boolean {
  return state.status === 'active' && state.elements.has(body.id);
}

type Seen = ExpressionContext & { readonly variables: Record<string, Json> };

/** What expressions see of the activity with this instance completed. */
function contextAfter(
  turn: Turn,
  instance: ElementInstance,
  outputs: JsonObject,
  after: Pick<LoopProgress, 'total' | 'active' | 'completed' | 'terminated'>,
): Seen {
  const visible = visibleVariables(turn.state, instance.id);
  return { variables: over(visible, loopCounters(after), outputs), now: turn.env.now };
}

function over(visible: JsonObject, ...hiding: readonly JsonObject[]): Record<string, Json> {
  return Object.assign(Object.create(null) as Record<string, Json>, visible, ...hiding) as Record<
    string,
    Json
  >;
}

function outputOf(
  { outputCollection, outputElement }: MultiInstance,
  context: ExpressionContext,
): Json | undefined {
  if (outputCollection === null || outputElement === null) return undefined;
  return evaluate(outputElement, context);
}

/** The outputs so far under the name of the collection, put together only when an expression reads them. */
function showOutputs(
  { variables }: Seen,
  name: string,
  { total, outputs }: LoopProgress,
  { index }: ElementInstance,
  output: Json | undefined,
): void {
  Object.defineProperty(variables, name, {
    enumerable: true,
    get: () => {
      const list = outputList(total ?? 0, outputs);
      if (index !== null) list[index] = output ?? null;
      return list;
    },
  });
}

function withoutOwn(loop: MultiInstance, outputs: JsonObject): JsonObject {
  const own = ownNames(loop);
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !own.includes(name)));
}

function endInstance(turn: Turn, body: ElementInstance, instance: ElementInstance, output?: Json): void {
  const { elementId } = body;
  turn.record({
    type: 'loopItemEnded',
    elementId,
    elementInstanceId: body.id,
    index: indexOf(instance),
    status: 'completed',
    ...(output === undefined ? {} : { output }),
  });
  keepCompensation(turn, turn.nodeOf(instance), instance);
  turn.record({ type: 'elementCompleted', elementId, elementInstanceId: instance.id });
}

function terminateRest(turn: Turn, body: ElementInstance): void {
  const { elementId, id: elementInstanceId } = body;
  for (const id of [...(turn.state.children.get(body.id) ?? [])]) {
    const instance = liveElement(turn.state, id);
    terminateElement(turn, instance);
    turn.record({
      type: 'loopItemEnded',
      elementId,
      elementInstanceId,
      index: indexOf(instance),
      status: 'terminated',
    });
  }
}

function completeBody(turn: Turn, body: ElementInstance): void {
  turn.record({ type: 'elementCompleting', elementId: body.elementId, elementInstanceId: body.id });
}

function indexOf({ index, id }: ElementInstance): number {
  if (index === null) throw new Error(`Expected ${id} to be an instance of a loop`);
  return index;
}
