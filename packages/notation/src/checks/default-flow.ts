import { errorAt } from '../finding.ts';
import { childOf, idOf } from '../moddle.ts';
import type { Check } from './check.ts';

/** The default flow of an element is one of the flows leaving it. */
export const defaultFlow: Check = ({ graph, danglingIds }) =>
  [...graph.nodes.values()].flatMap((node) => {
    const flow = childOf(node.element, 'default');
    if (flow === null || danglingIds.has(node.id)) return [];
    const id = idOf(flow);
    if ((graph.outgoing.get(node.id) ?? []).some((outgoing) => outgoing.id === id)) return [];
    const message = `Expected the default flow of '${node.id}' to leave it, but found '${id ?? ''}'`;
    return [errorAt(node.id, 'default-flow', message)];
  });
