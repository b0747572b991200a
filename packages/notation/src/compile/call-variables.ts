import type { CallVariables, VariableMapping } from '@wbpm/engine';
import { flagOf, type ModdleElement, textOf } from '../moddle.ts';
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
  return {
    every: bindings.some(({ $type }) => $type === 'camunda:Out') && every === 'local' ? 'all' : every,
    mappings: bindings.flatMap((binding) => mapped(binding, node, context)),
  };
}

function mapped(
  binding: ModdleElement,
  node: SourceNode,
  { report }: CompileContext,
): readonly VariableMapping[] {
  const source = textOf(binding, 'source');
  const expression = textOf(binding, 'sourceExpression');
  if (source === null && expression === null) return [];
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
