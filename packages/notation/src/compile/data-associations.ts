import type { Expression, VariableMapping } from '@wbpm/engine';
import { childOf, childrenOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formalExpression } from './formal-expression.ts';
import type { Mappings } from './mappings.ts';
import { checkedVariable } from './variable-name.ts';
import { variableExpression } from './written-expression.ts';

/**
 * Data associations as mappings: an input association fills the local variable named by the data input,
 * an output association writes the data output's variable to the data object (BPMN 2.0 §10.4.2). One
 * that names a data object alone moves nothing; the object is a variable the element sees anyway. What
 * a multi-instance iterates over and collects is the loop's, not each instance's.
 */
export function dataMappingsOf(
  node: SourceNode,
  context: CompileContext,
): Omit<Mappings, 'resultsStayLocal'> {
  const loop = childOf(node.element, 'loopCharacteristics');
  const ofLoop = (property: string) => (loop === null ? null : childOf(loop, property));
  const collection = ofLoop('loopDataInputRef');
  const collected = ofLoop('loopDataOutputRef');
  const inputs = childrenOf(node.element, 'dataInputAssociations').filter(
    (association) => collection === null || childOf(association, 'targetRef') !== collection,
  );
  const outputs = childrenOf(node.element, 'dataOutputAssociations').filter(
    (association) => collected === null || !childrenOf(association, 'sourceRef').includes(collected),
  );
  return {
    inputs: inputs.flatMap((association) => mappingsIn(association, node, context)),
    outputs: outputs.flatMap((association) => mappingsIn(association, node, context)),
  };
}

function mappingsIn(
  association: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): readonly VariableMapping[] {
  const assignments = childrenOf(association, 'assignment');
  if (assignments.length > 0) {
    return assignments.flatMap((assignment) => assigned(assignment, node, context));
  }
  const targetRef = childOf(association, 'targetRef');
  const target = targetRef === null ? null : context.data.variableOf(targetRef);
  const expression = sourceOf(association, node, context);
  return target === null || expression === null ? [] : [{ target, expression }];
}

/** What an association takes: its transformation, or the value of its one source. */
export function sourceOf(
  association: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): Expression | null {
  const transformation = childOf(association, 'transformation');
  if (transformation !== null) {
    return formalExpression(transformation, 'transformation', node.id, context.report);
  }
  const [source] = childrenOf(association, 'sourceRef');
  const variable = source === undefined ? null : context.data.variableOf(source);
  return variable === null ? null : variableExpression(variable);
}

function assigned(
  assignment: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): readonly VariableMapping[] {
  const to = childOf(assignment, 'to');
  const from = childOf(assignment, 'from');
  const name = (textOf(to, 'body') ?? '').replace(/^[$#]\{(.*)\}$|^=\s*/, '$1').trim();
  const target = checkedVariable(name, 'the target of an assignment', node.id, context.report);
  const expression = from === null ? null : formalExpression(from, 'value', node.id, context.report);
  return target === null || expression === null ? [] : [{ target, expression }];
}
