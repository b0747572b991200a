import type { CallVariables, VariableMapping } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { flagOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { checkedVariable } from './variable-name.ts';
import { variableExpression, writtenExpression } from './written-expression.ts';

/** What the `in` or `out` bindings of Camunda pass. */
export function passed(
  bindings: readonly ModdleElement[],
  node: SourceNode,
  context: CompileContext,
): CallVariables {
  const all = bindings.filter((binding) => textOf(binding, 'variables') === 'all');
  const every =
    all.length === 0 ? 'none' : all.every((binding) => flagOf(binding, 'local')) ? 'local' : 'all';
  const local = bindings.filter((binding) => flagOf(binding, 'local') && namesSource(binding));
  return {
    every: bindings.some(({ $type }) => $type === 'camunda:Out') && every === 'local' ? 'all' : every,
    mappings: bindings
      .filter((binding) => !flagOf(binding, 'local'))
      .flatMap((binding) => mapped(binding, node, context)),
    ...(local.length > 0 && { localMappings: local.flatMap((binding) => mapped(binding, node, context)) }),
  };
}

function namesSource(binding: ModdleElement): boolean {
  return textOf(binding, 'source') !== null || textOf(binding, 'sourceExpression') !== null;
}

function mapped(
  binding: ModdleElement,
  node: SourceNode,
  { report }: CompileContext,
): readonly VariableMapping[] {
  const source = textOf(binding, 'source');
  const expression = textOf(binding, 'sourceExpression');
  if (source === null && expression === null) {
    if (textOf(binding, 'variables') !== 'all' && textOf(binding, 'businessKey') === null) {
      const found = `but found none in a camunda:${tagOf(binding).replace(/^.*:/, '')} of '${node.id}'`;
      report(errorAt(node.id, 'passed-variable', `Expected a source of what is passed, ${found}`));
    }
    return [];
  }
  const name = textOf(binding, 'target') ?? '';
  const target = checkedVariable(name, 'the target of a passed variable', node.id, report);
  if (target === null) return [];
  return [
    {
      target,
      expression: expression === null ? variableExpression(source ?? '') : writtenExpression(expression),
    },
  ];
}
