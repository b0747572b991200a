import { evaluate } from '../../expression/evaluate.ts';
import type { JobDefinition } from '../../model/event-definition.ts';
import type { BusinessRuleTask, ServiceTask } from '../../model/flow-node.ts';
import { createJob, planJob } from '../job.ts';
import { writeResults } from '../results.ts';
import type { ElementInstance } from '../state.ts';
import type { Turn } from '../turn.ts';
import { activated } from './behaviour.ts';

/** A worker does the work of the task. */
export function leaveToWorker(turn: Turn, work: JobDefinition, element: ElementInstance): 'waits' {
  const job = planJob(turn, work, element.id);
  activated(turn, element);
  createJob(turn, element, job);
  return 'waits';
}

/** The work of the task is an expression, evaluated in place. */
export function evaluateWork(
  turn: Turn,
  node: ServiceTask | BusinessRuleTask,
  work: Extract<ServiceTask['work'], { readonly kind: 'expression' }>,
  element: ElementInstance,
): 'passes' {
  const value = evaluate(work.expression, turn.expressionContext(element.id));
  activated(turn, element);
  if (work.resultVariable !== null) writeResults(turn, node, element, { [work.resultVariable]: value });
  return 'passes';
}
