import { errorAt, type Finding, warningAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { Check } from './check.ts';

/** What should not have one (BPMN 2.0 §10.5.2), and is told by it all the same. */
const events: ReadonlySet<string> = new Set([
  'startEvent',
  'intermediateCatchEvent',
  'intermediateThrowEvent',
  'boundaryEvent',
]);

/** Sources whose flows are all taken, or taken by what happens: a condition has no place there. */
const unconditional: ReadonlyMap<string, string> = new Map([
  ['parallelGateway', 'a parallel gateway'],
  ['eventBasedGateway', 'an event-based gateway'],
]);

/** Conditions stand where they are evaluated: behind activities and choosing gateways, not on a default. */
export const conditionPlace: Check = ({ graph }) =>
  graph.flows.flatMap((flow): readonly Finding[] => {
    const source = graph.nodes.get(flow.sourceId ?? '');
    if (source === undefined || !flow.hasCondition) return [];
    const found = `but found a condition on '${flow.id}'`;
    const what = unconditional.get(source.tag);
    if (what !== undefined) {
      const message = `Expected flows out of ${what} to be unconditional, ${found}`;
      return [errorAt(flow.id, 'condition-place', message)];
    }
    if (events.has(source.tag)) {
      const message = `Expected flows out of an event to be unconditional, ${found}; it is evaluated`;
      return [warningAt(flow.id, 'condition-place', message)];
    }
    if (childOf(source.element, 'default') !== flow.element) return [];
    const message = `Expected the default flow to be unconditional, ${found}; it is never evaluated`;
    return [warningAt(flow.id, 'condition-place', message)];
  });
