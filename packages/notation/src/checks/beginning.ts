import { errorAt, type Finding, warningAt } from '../finding.ts';
import { flagOf, labelOf } from '../moddle.ts';
import { type SourceGraph, type SourceNode, startsWithStartEvent } from '../source-graph.ts';
import type { Check } from './check.ts';

/**
 * A process or subprocess begins somewhere: at its start events or, without any, at what nothing leads to
 * (BPMN 2.0 §10.5.2). A subprocess that holds nothing is passed through.
 */
export const beginning: Check = ({ graph }) =>
  graph.scopes.filter(startsWithStartEvent).flatMap((scope): readonly Finding[] => {
    const nodes = graph.content.get(scope) ?? [];
    const what = `${scope.id === null ? 'process' : 'subprocess'} '${labelOf(scope.element)}'`;
    const id = scope.id ?? graph.processId;
    if (nodes.length === 0) {
      const message = `Expected ${what} to hold something, but found it empty`;
      return [scope.id === null ? errorAt(id, 'beginning', message) : warningAt(id, 'beginning', message)];
    }
    if (nodes.some((node) => begins(node, graph))) return [];
    const message = `Expected a start event in ${what}, or something no flow leads to, but found neither`;
    return [errorAt(id, 'beginning', message)];
  });

function begins(node: SourceNode, graph: SourceGraph): boolean {
  if (node.tag === 'startEvent') return true;
  if (graph.incoming.has(node.id) || node.tag === 'boundaryEvent') return false;
  return !flagOf(node.element, 'triggeredByEvent') && !flagOf(node.element, 'isForCompensation');
}
