import { warningAt } from '../finding.ts';
import { childOf, labelOf } from '../moddle.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** A diverging inclusive or complex gateway has a way out for the case that no condition holds. */
export const inclusiveChoice: Check = ({ graph }) =>
  nodesTagged(graph, 'inclusiveGateway', 'complexGateway').flatMap((node) => {
    const outgoing = graph.outgoing.get(node.id) ?? [];
    if (outgoing.length < 2 || childOf(node.element, 'default') !== null) return [];
    if (outgoing.some((flow) => !flow.hasCondition)) return [];
    const message = `Expected a default flow at gateway '${labelOf(node.element)}' for the case that no condition holds, but found none`;
    return [warningAt(node.id, 'inclusive-choice', message)];
  });
