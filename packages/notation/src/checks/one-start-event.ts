import { errorAt } from '../finding.ts';
import { labelOf } from '../moddle.ts';
import { startsWithStartEvent } from '../source-graph.ts';
import type { Check } from './check.ts';

/** Every process and every embedded subprocess begins at exactly one none start event. */
export const oneStartEvent: Check = ({ graph, model }) => {
  const compiled = new Set(model.elements.map((element) => element.id));
  const starts = [...graph.nodes.values()].filter((node) => node.tag === 'startEvent');
  return graph.scopes.filter(startsWithStartEvent).flatMap((scope) => {
    const written = starts.filter((node) => node.scope === scope);
    const plain = written.filter((node) => compiled.has(node.id));
    // Other start events are refused by name; then a missing plain one is not a second problem.
    if (plain.length === 1 || (plain.length === 0 && written.length > 0)) return [];
    const where = scope.id === null ? 'process' : 'subprocess';
    const found = plain.length === 0 ? 'none' : plain.map((node) => `'${node.id}'`).join(', ');
    const message = `Expected one none start event in ${where} '${labelOf(scope.element)}', but found ${found}`;
    return [errorAt(scope.id ?? graph.processId, 'one-start-event', message)];
  });
};
