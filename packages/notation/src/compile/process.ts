import type { FlowNode, ProcessModel } from '@wbpm/engine';
import { type Report, warningAt } from '../finding.ts';
import { childOf, documentationOf, nameOf } from '../moddle.ts';
import type { SourceGraph } from '../source-graph.ts';
import { judgeExtensions } from './extensions.ts';
import { compileFlow } from './flow.ts';
import { laneAround, lanesOf } from './lanes.ts';
import { compileNode } from './node.ts';

/**
 * Compiles one process to the engine's model. What cannot be compiled is left out and reported; the
 * model is for running only if no error was reported.
 */
export function compileProcess(graph: SourceGraph, report: Report): ProcessModel {
  const { process, processId } = graph;
  judgeExtensions(process, processId, report);
  if (childOf(process, 'ioSpecification') !== null) {
    const message = 'Expected data to pass in variables, but found an ioSpecification; it has no effect here';
    report(warningAt(processId, 'data-association', message));
  }
  const lanes = lanesOf(graph);
  const elements: FlowNode[] = [];
  for (const node of graph.nodes.values()) {
    const compiled = compileNode(node, laneAround(node, lanes), report);
    if (compiled !== null) elements.push(compiled);
  }
  const flows = graph.flows.flatMap((flow) => {
    judgeExtensions(flow.element, flow.id, report);
    return compileFlow(flow, report) ?? [];
  });
  return {
    processId,
    name: nameOf(process) ?? processId,
    documentation: documentationOf(process),
    elements,
    flows,
  };
}
