import type { Binding, BusinessRuleTask, CalledDecision } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { bindingOf } from './binding.ts';
import type { CompileContext } from './context.ts';
import { jobByIdOf, jobOf } from './job.ts';
import { activityBase } from './node-base.ts';
import { expressionWork } from './service-task.ts';
import { optionalVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

export function compileBusinessRuleTask(node: SourceNode, context: CompileContext): BusinessRuleTask {
  return {
    ...activityBase(node, context),
    type: 'businessRuleTask',
    work: workOf(node, context),
  };
}

function workOf(node: SourceNode, context: CompileContext): BusinessRuleTask['work'] {
  const decision = decisionOf(node, context);
  if (decision !== null) return { kind: 'decision', ...decision };
  const job = jobOf(node, node.element, context.report);
  if (job !== null) return { kind: 'job', ...job };
  const expression = expressionWork(node, context);
  if (expression !== null) return expression;
  return { kind: 'job', ...jobByIdOf(node, context.report) };
}

function decisionOf(node: SourceNode, context: CompileContext): CalledDecision | null {
  const { element, id } = node;
  const zeebe = extensionOf(element, 'zeebe:CalledDecision');
  const decisionId = textOf(zeebe, 'decisionId') ?? textOf(element, 'camunda:decisionRef');
  if (decisionId === null) return null;
  const variable = textOf(zeebe, 'resultVariable') ?? textOf(element, 'camunda:resultVariable');
  return {
    decisionId: writtenExpression(decisionId),
    binding: decisionBinding(node, context),
    resultVariable: optionalVariable(variable, 'the result variable', id, context.report),
    mapResult: mapResultOf(node, context),
  };
}

function decisionBinding(node: SourceNode, context: CompileContext): Binding {
  const { element } = node;
  const zeebe = extensionOf(element, 'zeebe:CalledDecision');
  const kind = textOf(zeebe, 'bindingType') ?? textOf(element, 'camunda:decisionRefBinding');
  const version = textOf(element, 'camunda:decisionRefVersion');
  const tag = textOf(zeebe, 'versionTag') ?? textOf(element, 'camunda:decisionRefVersionTag');
  return bindingOf(node, kind, { version, tag }, context);
}

const mappings: ReadonlyMap<string, CalledDecision['mapResult']> = new Map<
  string,
  CalledDecision['mapResult']
>([
  ['singleEntry', 'singleEntry'],
  ['singleResult', 'singleResult'],
  ['collectEntries', 'collectEntries'],
  ['resultList', 'resultList'],
]);

/** Camunda gives the list of rows unless told otherwise, FEEL the value of the decision. */
function mapResultOf({ element, id }: SourceNode, { report }: CompileContext): CalledDecision['mapResult'] {
  const own = textOf(element, 'apg:mapResult');
  if (own === 'value') return own;
  const written = own ?? textOf(element, 'camunda:mapDecisionResult');
  if (written === null) return textOf(element, 'camunda:decisionRef') === null ? 'value' : 'resultList';
  const mapping = mappings.get(written);
  if (mapping !== undefined) return mapping;
  const allowed = [...mappings.keys()].join(', ');
  const message = `Expected mapDecisionResult to be one of ${allowed}, but found '${written}'`;
  report(errorAt(id, 'decision-result', message));
  return 'resultList';
}
