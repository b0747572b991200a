import { errorAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { SourceNode, SourceScope } from '../source-graph.ts';
import type { Check } from './check.ts';
import { kindsOf, nodesTagged } from './event-kinds.ts';

/** Cancel events belong to transactions: thrown inside, caught on the border (BPMN 2.0 §10.5.5). */
export const cancelPlace: Check = ({ graph }) =>
  nodesTagged(graph, 'endEvent', 'boundaryEvent')
    .filter((node) => kindsOf(node).includes('cancel') && !ofTransaction(node))
    .map((node) => {
      const where = node.tag === 'endEvent' ? 'within' : 'on';
      const message = `Expected cancel event '${node.id}' ${where} a transaction, but found it elsewhere`;
      return errorAt(node.id, 'cancel-place', message);
    });

function ofTransaction(node: SourceNode): boolean {
  if (node.tag === 'boundaryEvent') {
    return childOf(node.element, 'attachedToRef')?.$type === 'bpmn:Transaction';
  }
  for (let scope: SourceScope | null = node.scope; scope !== null; scope = scope.parent) {
    if (scope.element.$type === 'bpmn:Transaction') return true;
  }
  return false;
}
