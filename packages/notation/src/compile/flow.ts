import type { SequenceFlow } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { childOf, nameOf } from '../moddle.ts';
import type { SourceFlow } from '../source-graph.ts';
import { formalExpression } from './formal-expression.ts';

/** Null for a flow without two ends, which the checks report. */
export function compileFlow(flow: SourceFlow, report: Report): SequenceFlow | null {
  const condition = childOf(flow.element, 'conditionExpression');
  const compiled = condition === null ? null : formalExpression(condition, 'condition', flow.id, report);
  if (flow.sourceId === null || flow.targetId === null) return null;
  return {
    id: flow.id,
    name: nameOf(flow.element),
    sourceId: flow.sourceId,
    targetId: flow.targetId,
    condition: compiled,
  };
}
