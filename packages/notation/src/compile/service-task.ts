import type { Expression, ServiceTask } from '@wbpm/engine';
import { errorAt, type Report, warningAt } from '../finding.ts';
import { childrenOf, extensionOf, textOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { activityBase } from './node-base.ts';
import { notExecutable } from './not-executable.ts';
import { optionalVariable } from './variable-name.ts';
import { writtenExpression } from './written-expression.ts';

export function compileServiceTask(node: SourceNode, report: Report): ServiceTask {
  const resultVariable = textOf(node.element, 'camunda:resultVariable');
  return {
    ...activityBase(node, report),
    type: 'serviceTask',
    jobType: jobTypeOf(node, report),
    retries: retriesOf(node, report),
    headers: headersOf(node, report),
    resultVariable: optionalVariable(resultVariable, 'the result variable', node.id, report),
  };
}

/** Code in the model's own language; refused with the other extensions, so nothing stands in for it here. */
const delegates = ['camunda:class', 'camunda:delegateExpression', 'camunda:expression'];

function jobTypeOf(node: SourceNode, report: Report): Expression {
  const { element, id } = node;
  const fallback: Expression = { language: 'literal', source: id };
  const kind = textOf(element, 'camunda:type');
  if (kind !== null && kind !== 'external') {
    report(notExecutable(node, `with camunda:type '${kind}'`));
    return fallback;
  }
  const definition = extensionOf(element, 'zeebe:TaskDefinition');
  const type =
    textOf(element, 'apg:jobType') ?? textOf(definition, 'type') ?? textOf(element, 'camunda:topic');
  if (type !== null) return writtenExpression(type);
  if (kind === 'external' || definition !== null) {
    const message = `Expected ${kind === 'external' ? 'camunda:topic' : 'a type in zeebe:taskDefinition'}, but found none`;
    report(errorAt(id, 'job-type', message));
  } else if (delegates.every((name) => textOf(element, name) === null)) {
    const message = `Expected a job type, but found none; workers find the jobs of this task under its id '${id}'`;
    report(warningAt(id, 'job-type', message));
  }
  return fallback;
}

const defaultRetries = 3;

function retriesOf(node: SourceNode, report: Report): number {
  const cycle = textOf(extensionOf(node.element, 'camunda:FailedJobRetryTimeCycle'), 'body');
  const written =
    textOf(node.element, 'apg:retries') ??
    textOf(extensionOf(node.element, 'zeebe:TaskDefinition'), 'retries');
  if (written === null && cycle === null) return defaultRetries;
  const count = written ?? /^R(\d+)\/P/.exec(cycle ?? '')?.[1] ?? cycle ?? '';
  if (/^\d{1,3}$/.test(count)) {
    if (written === null) report(warningAt(node.id, 'ignored-extension', waitIgnored(cycle ?? '')));
    return Number(count);
  }
  const message = `Expected retries to be a number up to 999 or a cycle such as R3/PT10S, but found '${count}'`;
  report(errorAt(node.id, 'retries', message));
  return defaultRetries;
}

function waitIgnored(cycle: string): string {
  return `Expected the worker to choose the wait between retries, but found '${cycle}'; only the number of retries is kept`;
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
