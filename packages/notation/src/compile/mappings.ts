import type { VariableMapping } from '@wbpm/engine';
import { errorAt, type Report } from '../finding.ts';
import { childOf, childrenOf, extensionOf, type ModdleElement, tagOf, textOf } from '../moddle.ts';
import { checkedVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

export interface Mappings {
  readonly inputs: readonly VariableMapping[];
  readonly outputs: readonly VariableMapping[];
}

/** The input and output parameters of an activity, in either vendor's spelling. */
export function mappingsOf(element: ModdleElement, elementId: string, report: Report): Mappings {
  const camunda = extensionOf(element, 'camunda:InputOutput');
  const zeebe = extensionOf(element, 'zeebe:IoMapping');
  const read = (property: string): readonly VariableMapping[] => [
    ...(camunda === null ? [] : childrenOf(camunda, property)).flatMap((parameter) =>
      camundaMapping(parameter, elementId, report),
    ),
    ...(zeebe === null ? [] : childrenOf(zeebe, property)).flatMap((parameter) =>
      mapping(textOf(parameter, 'target'), textOf(parameter, 'source') ?? '', elementId, report),
    ),
  ];
  return { inputs: read('inputParameters'), outputs: read('outputParameters') };
}

function camundaMapping(parameter: ModdleElement, elementId: string, report: Report): VariableMapping[] {
  const name = textOf(parameter, 'name');
  const definition = childOf(parameter, 'definition');
  if (definition !== null) {
    const found = `but found a ${tagOf(definition)} for '${name ?? ''}'`;
    report(errorAt(elementId, 'not-executable', `Expected parameters of text or an expression, ${found}`));
    return [];
  }
  return mapping(name, textOf(parameter, 'value') ?? '', elementId, report);
}

function mapping(
  target: string | null,
  source: string,
  elementId: string,
  report: Report,
): VariableMapping[] {
  const variable = checkedVariable(target ?? '', 'the name of a parameter', elementId, report);
  return variable === null ? [] : [{ target: variable, expression: writtenExpression(source) }];
}
