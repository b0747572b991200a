import type { AbstractTask, ManualTask } from '@wbpm/engine';
import { isCarried } from '../message-flows.ts';
import type { SourceMessageFlow } from '../source-document.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { flowMessage } from './message.ts';
import { activityBase } from './node-base.ts';

export function compileTask(node: SourceNode, context: CompileContext): AbstractTask {
  return { ...activityBase(node, context), ...messagesOf(node, context), type: 'task' };
}

export function compileManualTask(node: SourceNode, context: CompileContext): ManualTask {
  return { ...activityBase(node, context), ...messagesOf(node, context), type: 'manualTask' };
}

/**
 * What a task without work of its own says to the other pools that run. Flows to and from a pool that is
 * only drawn say what somebody does outside, and nobody here would answer.
 */
function messagesOf(node: SourceNode, context: CompileContext): Pick<AbstractTask, 'sends' | 'awaits'> {
  const { document } = context;
  const carried = document.messageFlows.filter((flow) => isCarried(flow, document));
  const named = (flows: readonly SourceMessageFlow[], direction: 'in' | 'out') =>
    flows.flatMap((flow) => flowMessage(flow, node, direction, context));
  return {
    sends: named(
      carried.filter(({ source }) => source === node.element),
      'out',
    ),
    awaits: named(
      carried.filter(({ target }) => target === node.element),
      'in',
    ),
  };
}
