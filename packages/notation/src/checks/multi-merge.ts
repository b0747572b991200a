import { warningAt } from '../finding.ts';
import { sharedOrigin } from './branch-origin.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

const forks: ReadonlySet<string> = new Set(['parallelGateway']);

/** An exclusive gateway merges alternatives; behind flows taken together everything happens twice. */
export const multiMerge: Check = ({ graph }) =>
  nodesTagged(graph, 'exclusiveGateway').flatMap(({ id }) => {
    const split = sharedOrigin(id, graph, forks);
    if (split === null) return [];
    const message = `Expected exclusive gateway '${id}' to merge alternatives, but found flows that '${split}' takes together; what follows happens for each`;
    return [warningAt(id, 'multi-merge', message)];
  });
