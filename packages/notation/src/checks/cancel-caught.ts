import { warningAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { SourceScope } from '../source-graph.ts';
import type { Check } from './check.ts';
import { kindsOf, nodesTagged } from './event-kinds.ts';

/** A transaction that can be cancelled says where the process goes on then. */
export const cancelCaught: Check = ({ graph }) => {
  const caught = new Set(
    nodesTagged(graph, 'boundaryEvent')
      .filter((node) => kindsOf(node).includes('cancel'))
      .map((node) => childOf(node.element, 'attachedToRef')),
  );
  return nodesTagged(graph, 'endEvent').flatMap((node) => {
    if (!kindsOf(node).includes('cancel')) return [];
    const transaction = transactionAround(node.scope);
    if (transaction === null || caught.has(transaction.element)) return [];
    const message = `Expected a cancel boundary event on '${transaction.id}', which '${node.id}' cancels, but found none`;
    return [warningAt(transaction.id, 'cancel-caught', message)];
  });
};

function transactionAround(inner: SourceScope): SourceScope | null {
  for (let scope: SourceScope | null = inner; scope !== null; scope = scope.parent) {
    if (scope.element.$type === 'bpmn:Transaction') return scope;
  }
  return null;
}
