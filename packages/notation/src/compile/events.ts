import type { NoneEndEvent, NoneStartEvent, TerminateEndEvent, TimerCatchEvent } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { childOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { formOf } from './form.ts';
import { nodeBase, warnOfDataAssociations } from './node-base.ts';
import { describeDefinitions, eventDefinitionsOf, notExecutable } from './not-executable.ts';
import { writtenExpression } from './written-expression.ts';

export function compileStartEvent(node: SourceNode, report: Report): NoneStartEvent | null {
  warnOfDataAssociations(node, report);
  const definitions = eventDefinitionsOf(node.element);
  if (definitions.length > 0) return refuse(node, definitions, report);
  return { ...nodeBase(node), type: 'noneStartEvent', form: formOf(node.element, node.id, report) };
}

export function compileEndEvent(node: SourceNode, report: Report): NoneEndEvent | TerminateEndEvent | null {
  warnOfDataAssociations(node, report);
  const definitions = eventDefinitionsOf(node.element);
  const [only] = definitions;
  if (only === undefined) return { ...nodeBase(node), type: 'noneEndEvent' };
  if (definitions.length === 1 && only.$type === 'bpmn:TerminateEventDefinition') {
    return { ...nodeBase(node), type: 'terminateEndEvent' };
  }
  return refuse(node, definitions, report);
}

/** A timer without date and duration compiles to an empty duration, which the checks find. */
export function compileCatchEvent(node: SourceNode, report: Report): TimerCatchEvent | null {
  warnOfDataAssociations(node, report);
  const definitions = eventDefinitionsOf(node.element);
  const [only] = definitions;
  if (definitions.length !== 1 || only?.$type !== 'bpmn:TimerEventDefinition') {
    return refuse(node, definitions, report);
  }
  if (childOf(only, 'timeCycle') !== null) {
    report(notExecutable(node, 'with timeCycle'));
    return null;
  }
  const date = childOf(only, 'timeDate');
  const kind = date === null ? 'duration' : 'date';
  const written = textOf(date ?? childOf(only, 'timeDuration'), 'body') ?? '';
  return {
    ...nodeBase(node),
    type: 'timerCatchEvent',
    timer: { kind, expression: writtenExpression(written) },
  };
}

function refuse(node: SourceNode, definitions: readonly ModdleElement[], report: Report): null {
  report(notExecutable(node, describeDefinitions(definitions)));
  return null;
}
