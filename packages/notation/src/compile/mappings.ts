import type { VariableMapping } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { childrenOf, extensionOf, type ModdleElement, textOf } from '../moddle.ts';
import type { CompileContext } from './context.ts';
import { parameterValue } from './parameter-value.ts';
import { checkedVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

export interface Mappings {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
  /** Zeebe's output mappings are all that leaves an element, Camunda's come on top of its results. */
  readonly resultsStayLocal: boolean;
}

/** The input and output parameters of an element, in either vendor's spelling. */
export function mappingsOf(element: ModdleElement, elementId: string, context: CompileContext): Mappings {
  const camunda = extensionOf(element, 'camunda:InputOutput');
  const zeebe = extensionOf(element, 'zeebe:IoMapping');
  const read = (property: string): readonly VariableMapping[] => [
    ...(camunda === null ? [] : childrenOf(camunda, property)).flatMap((parameter) =>
      camundaMapping(parameter, elementId, context),
    ),
    ...(zeebe === null ? [] : childrenOf(zeebe, property)).flatMap((parameter) =>
      zeebeMapping(parameter, elementId, context),
    ),
  ];
  return {
    inputs: read('inputParameters'),
    outputs: read('outputParameters'),
    resultsStayLocal: zeebe !== null && childrenOf(zeebe, 'outputParameters').length > 0,
  };
}

function camundaMapping(
  parameter: ModdleElement,
  elementId: string,
  { checkExpression, report }: CompileContext,
): readonly VariableMapping[] {
  const name = textOf(parameter, 'name') ?? '';
  const expression = parameterValue(parameter, checkExpression);
  if ('refused' in expression) {
    const message = `Expected parameters of values and expressions, but found ${expression.refused} for '${name}'`;
    report(errorAt(elementId, 'not-executable', message));
    return [];
  }
  const target = checkedVariable(name, 'the name of a parameter', elementId, report);
  return target === null ? [] : [{ target, expression }];
}

function zeebeMapping(
  parameter: ModdleElement,
  elementId: string,
  { report }: CompileContext,
): readonly VariableMapping[] {
  const name = textOf(parameter, 'target') ?? '';
  const target = checkedVariable(name, 'the name of a parameter', elementId, report);
  if (target === null) return [];
  return [{ target, expression: writtenExpression(textOf(parameter, 'source') ?? '') }];
}
