import type { Expression, SequenceFlow } from '@wbpm/engine';
import { errorAt, type Report } from '../finding.ts';
import { childOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import type { SourceFlow } from '../source-graph.ts';
import { feel, juel } from './written-expression.ts';

/** Null for a flow without two ends, which the checks report. */
export function compileFlow(flow: SourceFlow, report: Report): SequenceFlow | null {
  const condition = childOf(flow.element, 'conditionExpression');
  const compiled = condition === null ? null : compileCondition(condition, flow.id, report);
  if (flow.sourceId === null || flow.targetId === null) return null;
  return {
    id: flow.id,
    name: nameOf(flow.element),
    sourceId: flow.sourceId,
    targetId: flow.targetId,
    condition: compiled,
  };
}

/** A condition without marks is FEEL: BPMN gives it a language, and this platform's is FEEL. */
function compileCondition(condition: ModdleElement, flowId: string, report: Report): Expression | null {
  const body = textOf(condition, 'body');
  const language = textOf(condition, 'language') ?? '';
  const resource = textOf(condition, 'camunda:resource');
  if (resource !== null) {
    const message = `Expected the condition in the file, but found camunda:resource '${resource}'`;
    report(errorAt(flowId, 'not-executable', message));
    return null;
  }
  if (!/^$|feel|juel|xpath/i.test(language)) {
    const message = `Expected a condition in FEEL or JUEL, but found the language '${language}'`;
    report(errorAt(flowId, 'not-executable', message));
    return null;
  }
  if (body === null) {
    report(errorAt(flowId, 'condition', 'Expected a condition, but found an empty conditionExpression'));
    return null;
  }
  if (/feel/i.test(language) || body.startsWith('=')) return feel(body);
  if (/[$#]\{/.test(body)) return juel(body);
  if (/^$/.test(language)) return feel(body);
  const message = `Expected a condition in \${…}, but found '${body.slice(0, 100)}' in the language '${language}'`;
  report(errorAt(flowId, 'not-executable', message));
  return null;
}
