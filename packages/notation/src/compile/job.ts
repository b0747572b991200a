import type { Expression, JobDefinition } from '@wbpm/engine';
import { errorAt, type Report, warningAt } from '../finding.ts';
import { childrenOf, extensionOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { delegateJobType, foreignCode } from './delegate.ts';
import { notExecutable } from './not-executable.ts';
import { retriesOf } from './retries.ts';
import { optionalVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

/**
 * The job a worker does for the element; null where none is written. Camunda's attributes stand on
 * `holder`: the task itself, or the message definition of an event.
 */
export function jobOf(node: SourceNode, holder: ModdleElement, report: Report): JobDefinition | null {
  const jobType = jobTypeOf(node, holder, report);
  return jobType === null ? null : jobWith(jobType, node, holder, report);
}

/** Workers find the jobs of a task that names no type under its id. */
export function jobByIdOf(node: SourceNode, report: Report): JobDefinition {
  const message = `Expected a job type, but found none; workers find the jobs of this task under its id '${node.id}'`;
  if (foreignCode(node.element).length === 0) report(warningAt(node.id, 'job-type', message));
  return jobWith({ language: 'literal', source: node.id }, node, node.element, report);
}

function jobWith(
  jobType: Expression,
  node: SourceNode,
  holder: ModdleElement,
  report: Report,
): JobDefinition {
  const resultVariable = textOf(holder, 'camunda:resultVariable');
  return {
    jobType,
    ...retriesOf(node, report),
    headers: headersOf(node, report),
    resultVariable: optionalVariable(resultVariable, 'the result variable', node.id, report),
  };
}

function jobTypeOf(node: SourceNode, holder: ModdleElement, report: Report): Expression | null {
  const { element } = node;
  const kind = textOf(holder, 'camunda:type');
  if (kind !== null && kind !== 'external') {
    report(notExecutable(node, `with camunda:type '${kind}'`));
    return { language: 'literal', source: node.id };
  }
  const definition = extensionOf(element, 'zeebe:TaskDefinition');
  const type =
    textOf(element, 'apg:jobType') ?? textOf(definition, 'type') ?? textOf(holder, 'camunda:topic');
  if (type !== null) return writtenExpression(type);
  if (kind !== 'external' && definition === null) {
    const delegate = delegateJobType(node, holder, report);
    return delegate === null ? null : { language: 'literal', source: delegate };
  }
  const expected = kind === 'external' ? 'camunda:topic' : 'a type in zeebe:taskDefinition';
  report(errorAt(node.id, 'job-type', `Expected ${expected}, but found none`));
  return { language: 'literal', source: node.id };
}

function headersOf(node: SourceNode, report: Report): Readonly<Record<string, string>> {
  const holders = ['zeebe:TaskHeaders', 'apg:Headers'].flatMap(
    (type) => extensionOf(node.element, type) ?? [],
  );
  const headers = new Map<string, string>();
  for (const header of holders.flatMap((holder) => childrenOf(holder, 'values'))) {
    const key = textOf(header, 'key');
    if (key === null || key === '__proto__' || headers.has(key)) {
      const message = `Expected every header to have a key of its own, but found '${key ?? ''}'`;
      report(errorAt(node.id, 'header', message));
    } else headers.set(key, textOf(header, 'value') ?? '');
  }
  return Object.fromEntries(headers);
}
