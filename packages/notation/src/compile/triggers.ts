import type { Expression, Trigger, VariableEvent } from '@wbpm/engine';
import { errorAt } from '../finding.ts';
import { childOf, extensionOf, idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import { textOfReference } from '../references.ts';
import type { SourceNode } from '../source-graph.ts';
import type { CompileContext } from './context.ts';
import { formalExpression } from './formal-expression.ts';
import { messageOf } from './message.ts';
import { eventDefinitionsOf } from './not-executable.ts';
import { timerOf } from './timer.ts';
import { optionalVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

/** What a catching event waits for. Names that are missing are empty texts, which the checks find. */
export function triggersOf(node: SourceNode, context: CompileContext): readonly Trigger[] {
  return eventDefinitionsOf(node.element).flatMap((definition) => triggerOf(definition, node, context) ?? []);
}

function triggerOf(definition: ModdleElement, node: SourceNode, context: CompileContext): Trigger | null {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition': {
      const message = messageOf(definition, node, 'in', context);
      return { kind: 'message', ...(message ?? { name: nothing, correlationKey: null }) };
    }
    case 'bpmn:SignalEventDefinition':
      return { kind: 'signal', name: signalName(definition) };
    case 'bpmn:TimerEventDefinition':
      return { kind: 'timer', timer: timerOf(definition) };
    case 'bpmn:ConditionalEventDefinition':
      return conditional(definition, node, context);
    case 'bpmn:ErrorEventDefinition':
      return {
        kind: 'error',
        errorCode: errorCodeOf(definition, context),
        ...variables(definition, node, context, ['errorCodeVariable', 'errorMessageVariable']),
      };
    case 'bpmn:EscalationEventDefinition': {
      const escalation = childOf(definition, 'escalationRef');
      const { codeVariable } = variables(definition, node, context, ['escalationCodeVariable', '']);
      return { kind: 'escalation', escalationCode: textOf(escalation, 'escalationCode'), codeVariable };
    }
    case 'bpmn:CancelEventDefinition':
      return { kind: 'cancel' };
    case 'bpmn:CompensateEventDefinition':
      return { kind: 'compensation' };
    case 'bpmn:LinkEventDefinition':
      return { kind: 'link', name: nameOf(definition) ?? '' };
    default:
      return null;
  }
}

export const nothing: Expression = { language: 'literal', source: '' };

export function signalName(definition: ModdleElement): Expression {
  const signal = childOf(definition, 'signalRef');
  return signal === null ? nothing : writtenExpression(nameOf(signal) ?? idOf(signal) ?? '');
}

/** The code of the error referred to; an error without a code, or none at all, gives null. */
export function errorCodeOf(definition: ModdleElement, { document }: CompileContext): string | null {
  const error = childOf(definition, 'errorRef');
  if (error === null) return textOfReference(document.texts, definition, 'errorRef');
  return textOf(error, 'errorCode');
}

function conditional(definition: ModdleElement, node: SourceNode, context: CompileContext): Trigger {
  const written = childOf(definition, 'condition');
  const condition = written === null ? null : formalExpression(written, 'condition', node.id, context.report);
  const variable = textOf(definition, 'camunda:variableName') ?? filteredVariable(definition);
  const events = variableEvents(definition, node, context);
  return {
    kind: 'conditional',
    condition: condition ?? nothing,
    variableName: optionalVariable(variable, 'the variable of a condition', node.id, context.report),
    ...(events !== null && { variableEvents: events }),
  };
}

const allVariableEvents: readonly VariableEvent[] = ['create', 'update', 'delete'];

function variableEvents(
  definition: ModdleElement,
  { id }: SourceNode,
  { report }: CompileContext,
): readonly VariableEvent[] | null {
  const written = textOf(definition, 'camunda:variableEvents');
  if (written === null) return null;
  const names = written.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !allVariableEvents.some((event) => event === name));
  if (unknown !== undefined) {
    const found = `but found '${unknown}'`;
    report(
      errorAt(id, 'variable-events', `Expected variableEvents of ${allVariableEvents.join(', ')}, ${found}`),
    );
  }
  return allVariableEvents.filter((event) => names.includes(event));
}

/** Zeebe may name several; then a change of any variable is looked at. */
function filteredVariable(definition: ModdleElement): string | null {
  const names = textOf(extensionOf(definition, 'zeebe:ConditionalFilter'), 'variableNames');
  return names?.includes(',') ? null : names;
}

function variables(
  definition: ModdleElement,
  node: SourceNode,
  { report }: CompileContext,
  [code, message]: readonly [string, string],
) {
  const read = (property: string) =>
    optionalVariable(textOf(definition, `camunda:${property}`), property, node.id, report);
  return { codeVariable: read(code), messageVariable: message === '' ? null : read(message) };
}
