import type { FlowNode, ProcessModel } from '@wbpm/engine';
import type { CheckExpression } from '../checks/check.ts';
import type { Report } from '../finding.ts';
import { linkTargetsOf } from '../links.ts';
import { documentationOf, extensionOf, type ModdleElement, nameOf, textOf } from '../moddle.ts';
import type { SourceDocument } from '../source-document.ts';
import type { SourceGraph } from '../source-graph.ts';
import { compensationHandlersOf } from './compensation.ts';
import type { CompileContext } from './context.ts';
import { dataVariablesOf } from './data-objects.ts';
import { judgeExtensions } from './extensions.ts';
import { compileFlow } from './flow.ts';
import { lanesOf } from './lanes.ts';
import { compileNode } from './node.ts';
import { checkedVariable } from './variable-name.ts';

/**
 * Compiles one process to the engine's model. What cannot be compiled is left out and reported; the
 * model is for running only if no error was reported.
 */
export function compileProcess(
  graph: SourceGraph,
  document: SourceDocument,
  checkExpression: CheckExpression,
  report: Report,
): ProcessModel {
  const { process, processId } = graph;
  judgeExtensions(process, processId, 'process', report);
  const data = dataVariablesOf(graph);
  const context: CompileContext = {
    document,
    graph,
    data,
    lanes: lanesOf(graph),
    compensationHandlers: compensationHandlersOf(graph, document),
    linkTargets: linkTargetsOf(graph),
    checkExpression,
    report,
  };
  const elements: FlowNode[] = [];
  for (const node of graph.nodes.values()) {
    const compiled = compileNode(node, context);
    if (compiled !== null) elements.push(compiled);
  }
  const flows = graph.flows.flatMap((flow) => {
    judgeExtensions(flow.element, flow.id, 'sequenceFlow', report);
    return compileFlow(flow, report) ?? [];
  });
  const versionTag = versionTagOf(process);
  const initiator = initiatorOf(graph, report);
  return {
    processId,
    name: nameOf(process) ?? processId,
    documentation: documentationOf(process),
    ...(versionTag !== null && { versionTag }),
    ...(initiator !== null && { initiator }),
    elements,
    flows,
    dataObjects: data.objects,
  };
}

function versionTagOf(process: ModdleElement): string | null {
  return textOf(process, 'camunda:versionTag') ?? textOf(extensionOf(process, 'zeebe:VersionTag'), 'value');
}

/** Written at a start event of the process, it counts however an instance starts. */
function initiatorOf({ nodes }: SourceGraph, report: Report): string | null {
  for (const { id, tag, scope, element } of nodes.values()) {
    if (tag !== 'startEvent' || scope.id !== null) continue;
    const name = textOf(element, 'camunda:initiator');
    if (name !== null) return checkedVariable(name, 'the initiator', id, report);
  }
  return null;
}
