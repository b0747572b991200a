import type { FlowNode } from '@wbpm/engine';
import { isDateTime, readIsoDuration } from '../compile/times.ts';
import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** Moments and durations written as such can be read; those in expressions are known only later. */
export const timers: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    const problem = problemWith(element);
    return problem === null ? [] : [errorAt(element.id, 'invalid-time', problem)];
  });

const durationExample = 'an ISO 8601 duration such as PT2H';
const dateExample = 'a date-time such as 2026-03-01T09:00:00Z';

function problemWith(element: FlowNode): string | null {
  if (element.type === 'timerCatchEvent') {
    const { kind, expression } = element.timer;
    if (expression.language !== 'literal') return null;
    if (expression.source === '') {
      return `Expected a date or a duration in timer '${element.id}', but found neither`;
    }
    const valid = kind === 'date' ? isDateTime(expression.source) : isDuration(expression.source);
    const expected = kind === 'date' ? dateExample : durationExample;
    return valid ? null : `Expected ${expected} in timer '${element.id}', but found '${expression.source}'`;
  }
  if (element.type !== 'userTask' || element.dueDate?.language !== 'literal') return null;
  const { source } = element.dueDate;
  if (isDateTime(source) || isDuration(source)) return null;
  return `Expected ${dateExample}, or ${durationExample}, as due date of '${element.id}', but found '${source}'`;
}

function isDuration(text: string): boolean {
  return readIsoDuration(text).kind === 'duration';
}
