import { warningAt } from '../finding.ts';
import { sharedOrigin } from './branch-origin.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

const choices: ReadonlySet<string> = new Set(['exclusiveGateway', 'eventBasedGateway']);

/** A parallel join gets a token on every flow: not where the flows are alternatives. */
export const joinDeadlock: Check = ({ graph }) =>
  nodesTagged(graph, 'parallelGateway').flatMap(({ id }) => {
    const split = sharedOrigin(id, graph, choices);
    if (split === null) return [];
    const message = `Expected parallel gateway '${id}' to join flows that are taken together, but found alternatives of '${split}'; it would wait for ever`;
    return [warningAt(id, 'join-deadlock', message)];
  });
