import type { ServiceTask } from '@wbpm/engine';
import { textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { jobByIdOf, jobOf } from './job.ts';
import { activityBase } from './node-base.ts';
import { optionalVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

export function compileServiceTask(node: SourceNode, context: CompileContext): ServiceTask {
  const base = activityBase(node, context);
  const job = jobOf(node, node.element, context.report);
  if (job !== null) return { ...base, type: 'serviceTask', work: { kind: 'job', ...job } };
  const expression = expressionWork(node, context);
  if (expression !== null) return { ...base, type: 'serviceTask', work: expression };
  return { ...base, type: 'serviceTask', work: { kind: 'job', ...jobByIdOf(node, context.report) } };
}

type ExpressionWork = Extract<ServiceTask['work'], { readonly kind: 'expression' }>;

/** `camunda:expression`: the work is the value of an expression. */
export function expressionWork(node: SourceNode, { report }: CompileContext): ExpressionWork | null {
  const written = textOf(node.element, 'camunda:expression');
  if (written === null) return null;
  const variable = textOf(node.element, 'camunda:resultVariable');
  return {
    kind: 'expression',
    expression: writtenExpression(written),
    resultVariable: optionalVariable(variable, 'the result variable', node.id, report),
  };
}
