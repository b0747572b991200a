import { evaluate } from '../expression/evaluate.ts';
import { ExpressionError } from '../expression/expression-error.ts';
import type { JobDefinition } from '../model/event-definition.ts';
import { atLeastOneAttempt } from './job-attempts.ts';
import type { ElementInstance } from './state.ts';
import { storable } from './text-from.ts';
import type { Turn } from './turn.ts';

/** A job about to be created: its type is evaluated. */
export interface PlannedJob {
  readonly jobType: string;
  readonly definition: JobDefinition;
}

export function planJob(turn: Turn, definition: JobDefinition, contextId: string): PlannedJob {
  const jobType = evaluate(definition.jobType, turn.expressionContext(contextId));
  if (typeof jobType !== 'string' || jobType === '') {
    throw new ExpressionError(`Expected '${definition.jobType.source}' to give the type of a job`);
  }
  return { jobType: storable(jobType, definition.jobType), definition };
}

export function createJob(turn: Turn, element: ElementInstance, { jobType, definition }: PlannedJob): void {
  turn.record({
    type: 'jobCreated',
    elementId: element.elementId,
    elementInstanceId: element.id,
    jobType,
    retries: atLeastOneAttempt(definition.retries),
    headers: definition.headers,
  });
}
