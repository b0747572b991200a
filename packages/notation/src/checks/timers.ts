import type { FlowNode, TimerDefinition } from '@wbpm/engine';
import { isCycle, isDateTime, readIsoDuration } from '../compile/times.ts';
import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** Moments, durations and cycles written as such can be read; those in expressions are known only later. */
export const timers: Check = ({ model }) =>
  model.elements.flatMap((element) =>
    problemsWith(element).map((problem) => errorAt(element.id, 'invalid-time', problem)),
  );

const durationExample = 'an ISO 8601 duration such as PT2H';
const dateExample = 'a date-time such as 2026-03-01T09:00:00Z';
const cycleExample = 'a cycle such as R3/PT10M or a cron expression';

function problemsWith(element: FlowNode): readonly string[] {
  if ('triggers' in element) {
    return element.triggers.flatMap((trigger) =>
      trigger.kind === 'timer' ? timerProblem(element.id, trigger.timer) : [],
    );
  }
  if (element.type !== 'userTask' || element.dueDate?.language !== 'literal') return [];
  const { source } = element.dueDate;
  if (isDateTime(source) || isDuration(source)) return [];
  return [
    `Expected ${dateExample}, or ${durationExample}, as due date of '${element.id}', but found '${shown(source)}'`,
  ];
}

function timerProblem(id: string, { kind, expression }: TimerDefinition): readonly string[] {
  if (expression.language !== 'literal') return [];
  const { source } = expression;
  if (source === '') return [`Expected a date, a duration or a cycle in timer '${id}', but found none`];
  const [valid, expected] = judged(kind, source);
  return valid ? [] : [`Expected ${expected} in timer '${id}', but found '${shown(source)}'`];
}

function judged(kind: TimerDefinition['kind'], source: string): readonly [boolean, string] {
  switch (kind) {
    case 'date':
      return [isDateTime(source), dateExample];
    case 'duration':
      return [isDuration(source), durationExample];
    case 'cycle':
      return [isCycle(source), cycleExample];
  }
}

const shownLength = 60;

function shown(source: string): string {
  return source.length > shownLength ? `${source.slice(0, shownLength)}…` : source;
}

function isDuration(text: string): boolean {
  return readIsoDuration(text).kind === 'duration';
}
