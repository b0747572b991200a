import type { SubProcess } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { warningAt } from '../finding.ts';
import { childOf, childrenOf, documentationOf, idOf, nameOf } from '../moddle.ts';
import type { SourceNode } from '../source-graph.ts';
import { mappingsOf } from './mappings.ts';
import { activityMarkers, notExecutable } from './not-executable.ts';

/** What every compiled node carries. */
export function nodeBase(node: SourceNode) {
  return {
    id: node.id,
    name: nameOf(node.element),
    documentation: documentationOf(node.element),
    scopeId: node.scope.id,
  };
}

export function defaultFlowOf(node: SourceNode): string | null {
  const flow = childOf(node.element, 'default');
  return flow === null ? null : idOf(flow);
}

/** What every compiled activity carries; markers the engine does not execute are refused on the way. */
export function activityBase(node: SourceNode, report: Report): Omit<SubProcess, 'type'> {
  for (const marker of activityMarkers(node.element)) report(notExecutable(node, marker));
  warnOfDataAssociations(node, report);
  return {
    ...nodeBase(node),
    ...mappingsOf(node.element, node.id, report),
    defaultFlowId: defaultFlowOf(node),
  };
}

/** Data associations move data in BPMN; here variables do, and the picture stays a picture. */
export function warnOfDataAssociations(node: SourceNode, report: Report): void {
  for (const property of ['dataInputAssociations', 'dataOutputAssociations']) {
    if (childrenOf(node.element, property).length === 0) continue;
    const message = `Expected data to pass in variables, but found ${property} on ${node.tag} '${node.id}'; they have no effect here`;
    report(warningAt(node.id, 'data-association', message));
  }
}
