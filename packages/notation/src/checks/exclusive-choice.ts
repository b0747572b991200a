import { errorAt, type Finding, warningAt } from '../finding.ts';
import { impliedDefaultOf } from '../implied-default.ts';
import { childOf, idOf, labelOf } from '../moddle.ts';
import type { Check } from './check.ts';

/**
 * A diverging exclusive gateway can decide: every flow has a condition, and there is a default. The only flow
 * without a condition is the default, said or not.
 */
export const exclusiveChoice: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node): readonly Finding[] => {
    const outgoing = graph.outgoing.get(node.id) ?? [];
    if (node.tag !== 'exclusiveGateway' || outgoing.length < 2) return [];
    const written = childOf(node.element, 'default');
    const defaultId = written === null ? null : idOf(written);
    const bare = outgoing.filter((flow) => !flow.hasCondition && flow.id !== defaultId);
    const implied = impliedDefaultOf(node, graph);
    if (implied !== null) {
      const message = `Expected a condition on sequence flow '${implied.id}', or that gateway '${labelOf(node.element)}' names it as its default, but found neither; it is the default`;
      return [warningAt(implied.id, 'exclusive-choice', message)];
    }
    if (bare.length > 0) {
      return bare.map((flow) =>
        errorAt(
          flow.id,
          'exclusive-choice',
          `Expected a condition on sequence flow '${flow.id}', since gateway '${labelOf(node.element)}' chooses between ${outgoing.length} flows, but found none`,
        ),
      );
    }
    if (defaultId !== null) return [];
    const message = `Expected a default flow at gateway '${labelOf(node.element)}' for the case that no condition holds, but found none`;
    return [warningAt(node.id, 'exclusive-choice', message)];
  });
