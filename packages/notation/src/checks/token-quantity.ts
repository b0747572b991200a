import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isActivity } from './event-kinds.ts';

/** Each of these tokens is an element instance for itself; more of them is a slip, or an attack. */
const limit = 1_000;

/** An activity begins with one token or more and leaves with one or more (BPMN 2.0 table 10.3). */
export const tokenQuantity: Check = ({ graph }) =>
  [...graph.nodes.values()].filter(isActivity).flatMap((node) =>
    ['startQuantity', 'completionQuantity'].flatMap((name) => {
      const value: unknown = node.element.get(name);
      if (typeof value !== 'number' || (Number.isInteger(value) && value >= 1 && value <= limit)) return [];
      const found = Number.isNaN(value) ? 'something else' : String(value);
      const message = `Expected ${name} of '${node.id}' to be a whole number from 1 to ${limit}, but found ${found}`;
      return [errorAt(node.id, 'token-quantity', message)];
    }),
  );
