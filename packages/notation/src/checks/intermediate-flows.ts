import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { kindsOf, nodesTagged } from './event-kinds.ts';

/**
 * An intermediate event stands between flows: one leads to it and one out of it (BPMN 2.0 §10.5.4). Links
 * replace a flow, and what stands in an ad-hoc subprocess may be activated without one.
 */
export const intermediateFlows: Check = ({ graph }) =>
  nodesTagged(graph, 'intermediateCatchEvent', 'intermediateThrowEvent').flatMap((node) => {
    if (kindsOf(node).includes('link') || node.scope.element.$type === 'bpmn:AdHocSubProcess') return [];
    return [
      ...(graph.incoming.has(node.id) ? [] : ['into']),
      ...(graph.outgoing.has(node.id) ? [] : ['out of']),
    ].map((way) => {
      const message = `Expected a flow ${way} intermediate event '${node.id}', but found none`;
      return errorAt(node.id, 'intermediate-flow', message);
    });
  });
