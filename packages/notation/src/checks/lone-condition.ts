import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isActivity } from './event-kinds.ts';

/** Beside a conditional flow another leaves the activity (BPMN 2.0 §8.4.13): the token needs a way on. */
export const loneCondition: Check = ({ graph }) =>
  [...graph.nodes.values()].filter(isActivity).flatMap((node) => {
    const outgoing = graph.outgoing.get(node.id) ?? [];
    const [only] = outgoing;
    if (outgoing.length !== 1 || only?.hasCondition !== true) return [];
    const message = `Expected another flow out of '${node.id}' beside conditional flow '${only.id}', but found none; where the condition does not hold the process cannot go on`;
    return [warningAt(only.id, 'lone-condition', message)];
  });
