import type { AdHocSubProcess, EventSubProcess, SubProcess, Transaction } from '@wbpm/engine';
import { childOf, extensionOf, flagOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formalExpression } from './formal-expression.ts';
import { activityBase } from './node-base.ts';
import { notExecutable } from './not-executable.ts';
import { writtenExpression } from './written-expression.ts';

export function compileSubProcess(node: SourceNode, context: CompileContext): SubProcess | EventSubProcess {
  const base = activityBase(node, context);
  return flagOf(node.element, 'triggeredByEvent')
    ? { ...base, type: 'eventSubProcess' }
    : { ...base, type: 'subProcess' };
}

export function compileTransaction(node: SourceNode, context: CompileContext): Transaction {
  return { ...activityBase(node, context), type: 'transaction' };
}

export function compileAdHocSubProcess(node: SourceNode, context: CompileContext): AdHocSubProcess {
  const { element } = node;
  const condition = childOf(element, 'completionCondition');
  const zeebe = extensionOf(element, 'zeebe:AdHoc');
  const active = textOf(zeebe, 'activeElementsCollection') ?? textOf(element, 'apg:activeElements');
  if (textOf(zeebe, 'outputCollection') !== null) {
    context.report(notExecutable(node, 'with outputCollection in zeebe:adHoc'));
  }
  return {
    ...activityBase(node, context),
    type: 'adHocSubProcess',
    ordering: element.get('ordering') === 'Sequential' ? 'sequential' : 'parallel',
    completionCondition:
      condition === null
        ? null
        : formalExpression(condition, 'completion condition', node.id, context.report),
    cancelRemainingInstances: element.get('cancelRemainingInstances') !== false,
    activeElements: active === null ? null : writtenExpression(active),
  };
}
