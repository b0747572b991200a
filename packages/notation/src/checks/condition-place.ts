import { errorAt, type Finding, warningAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { Check } from './check.ts';

const eventTags: ReadonlySet<string> = new Set(['startEvent', 'intermediateCatchEvent', 'boundaryEvent']);

/** Conditions stand where they are evaluated: behind activities and exclusive gateways, not on a default. */
export const conditionPlace: Check = ({ graph }) =>
  graph.flows.flatMap((flow): readonly Finding[] => {
    const source = graph.nodes.get(flow.sourceId ?? '');
    if (source === undefined || !flow.hasCondition) return [];
    const found = `but found a condition on '${flow.id}'`;
    if (eventTags.has(source.tag)) {
      return [
        errorAt(flow.id, 'condition-place', `Expected flows out of an event to be unconditional, ${found}`),
      ];
    }
    if (source.tag === 'parallelGateway') {
      const message = `Expected flows out of a parallel gateway to be unconditional, ${found}; it is never evaluated`;
      return [warningAt(flow.id, 'condition-place', message)];
    }
    if (childOf(source.element, 'default') !== flow.element) return [];
    const message = `Expected the default flow to be unconditional, ${found}; it is never evaluated`;
    return [warningAt(flow.id, 'condition-place', message)];
  });
