import type { MessageDefinition } from '@wbpm/engine';
import { namingOf } from '../message-flows.ts';
import { childOf, idOf, type ModdleElement, nameOf } from '../moddle.ts';
import type { SourceMessageFlow } from '../source-document.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { correlationKeyOf, type Direction } from './correlation.ts';
import { writtenExpression } from './written-expression.ts';

/**
 * The message of an event definition or a task: the one it refers to, else that of the message flow at
 * the element. Null: there is none.
 */
export function messageOf(
  holder: ModdleElement,
  node: SourceNode,
  direction: Direction,
  context: CompileContext,
): MessageDefinition | null {
  const operation = childOf(holder, 'operationRef');
  const { messageFlowInto, messageFlowOutOf } = context.document;
  const named =
    childOf(holder, 'messageRef') ?? (operation === null ? null : childOf(operation, 'inMessageRef'));
  if (named !== null) return messageNamed(named, holder, node, direction, context);
  const flow = (direction === 'in' ? messageFlowInto : messageFlowOutOf).get(node.element);
  return flow === undefined
    ? null
    : messageNamed(namingOf(flow, context.document), holder, node, direction, context);
}

/** The message along a flow, for a task that names none itself. */
export function flowMessage(
  flow: SourceMessageFlow,
  node: SourceNode,
  direction: Direction,
  context: CompileContext,
): readonly MessageDefinition[] {
  const message = messageNamed(namingOf(flow, context.document), node.element, node, direction, context);
  return message === null ? [] : [message];
}

/** `naming` is a message, or the message flow that stands for one. */
function messageNamed(
  naming: ModdleElement,
  holder: ModdleElement,
  node: SourceNode,
  direction: Direction,
  context: CompileContext,
): MessageDefinition | null {
  const name = nameOf(naming) ?? idOf(naming);
  if (name === null) return null;
  const message = naming.$type === 'bpmn:Message' ? naming : null;
  return {
    name: writtenExpression(name),
    correlationKey: correlationKeyOf(holder, message, direction, node.id, context),
  };
}
