import { errorAt } from '../finding.ts';
import { textOf } from '../moddle.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** Transactions are undone by compensation; the other methods of BPMN keep copies nobody has here. */
export const transactionMethod: Check = ({ graph }) =>
  nodesTagged(graph, 'transaction').flatMap((node) => {
    const method = textOf(node.element, 'method');
    if (method === null || /^#{0,2}compensate$/i.test(method)) return [];
    const message = `Expected transaction '${node.id}' to be undone by the method ##Compensate, but found '${method}'`;
    return [errorAt(node.id, 'transaction-method', message)];
  });
