import type { Throw, ThrowOf } from '@wbpm/engine';
import { linkKey } from '../links.ts';
import { childOf, extensionsOf, idOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { passed } from './call-variables.ts';
import type { CompileContext } from './context.ts';
import { jobOf } from './job.ts';
import { messageOf } from './message.ts';
import { eventDefinitionsOf } from './not-executable.ts';
import { errorCodeOf, nothing, signalName } from './triggers.ts';
import { writtenExpression } from './written-expression.ts';

/** What a throwing event throws. Names and codes that are missing are empty texts, which the checks find. */
export function throwsOf(node: SourceNode, context: CompileContext): readonly Throw[] {
  return eventDefinitionsOf(node.element).flatMap((definition) => throwOf(definition, node, context) ?? []);
}

export function throwOf(definition: ModdleElement, node: SourceNode, context: CompileContext): Throw | null {
  switch (definition.$type) {
    case 'bpmn:MessageEventDefinition': {
      const message = messageOf(definition, node, 'out', context);
      const job = jobOf(node, definition, context.report);
      const name = { language: 'literal', source: job === null ? '' : node.id } as const;
      return { kind: 'message', ...(message ?? { name, correlationKey: null }), job };
    }
    case 'bpmn:SignalEventDefinition':
      return { kind: 'signal', name: signalName(definition), ...carriedBy(definition, node, context) };
    case 'bpmn:ErrorEventDefinition': {
      const text = textOf(childOf(definition, 'errorRef'), 'camunda:errorMessage');
      const message = text === null ? null : writtenExpression(text);
      const errorCode = writtenExpression(errorCodeOf(definition, context) ?? '');
      return { kind: 'error', errorCode, message };
    }
    case 'bpmn:EscalationEventDefinition': {
      const code = textOf(childOf(definition, 'escalationRef'), 'escalationCode');
      return { kind: 'escalation', escalationCode: code === null ? nothing : writtenExpression(code) };
    }
    case 'bpmn:CompensateEventDefinition': {
      const activity = childOf(definition, 'activityRef');
      return {
        kind: 'compensation',
        activityId: activity === null ? null : idOf(activity),
        waitForCompletion: definition.get('waitForCompletion') !== false,
      };
    }
    case 'bpmn:LinkEventDefinition':
      return { kind: 'link', targetId: context.linkTargets.get(linkKey(node, nameOf(definition))) ?? '' };
    case 'bpmn:CancelEventDefinition':
      return { kind: 'cancel' };
    case 'bpmn:TerminateEventDefinition':
      return { kind: 'terminate' };
    default:
      return null;
  }
}

/** Camunda names on the definition what a signal brings. */
function carriedBy(
  definition: ModdleElement,
  node: SourceNode,
  context: CompileContext,
): Pick<ThrowOf<'signal'>, 'carries'> {
  const ins = extensionsOf(definition).filter(({ $type }) => $type === 'camunda:In');
  return ins.length === 0 ? {} : { carries: passed(ins, node, context) };
}
