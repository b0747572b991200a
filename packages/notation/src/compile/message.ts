import type { MessageDefinition } from '@wbpm/engine';
import { childOf, idOf, type ModdleElement, nameOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { correlationKeyOf, type Direction } from './correlation.ts';
import { writtenExpression } from './written-expression.ts';

/**
 * The message of an event definition or a task: the one it refers to, else that of the message flow at
 * the element, which is named by the flow itself where the flow names no message. Null: there is none.
 */
export function messageOf(
  holder: ModdleElement,
  node: SourceNode,
  direction: Direction,
  context: CompileContext,
): MessageDefinition | null {
  const operation = childOf(holder, 'operationRef');
  const { messageFlowInto, messageFlowOutOf } = context.document;
  const flow = (direction === 'in' ? messageFlowInto : messageFlowOutOf).get(node.element)?.element ?? null;
  const message =
    childOf(holder, 'messageRef') ??
    (operation === null ? null : childOf(operation, 'inMessageRef')) ??
    (flow === null ? null : childOf(flow, 'messageRef'));
  const named = message ?? flow;
  const name = named === null ? null : (nameOf(named) ?? idOf(named));
  if (name === null) return null;
  return {
    name: writtenExpression(name),
    correlationKey: correlationKeyOf(holder, message, direction, node.id, context),
  };
}
