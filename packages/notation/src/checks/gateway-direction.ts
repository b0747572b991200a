import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A gateway marked as converging does not diverge, one marked as diverging does not converge (BPMN 2.0 §10.6.1). */
export const gatewayDirection: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) => {
    if (!node.element.$instanceOf('bpmn:Gateway')) return [];
    const incoming = (graph.incoming.get(node.id) ?? []).length;
    const outgoing = (graph.outgoing.get(node.id) ?? []).length;
    const direction = node.element.get('gatewayDirection');
    const contradicts =
      (direction === 'Converging' && outgoing > 1) || (direction === 'Diverging' && incoming > 1);
    if (!contradicts) return [];
    const message = `Expected gateway '${node.id}' to be ${direction.toLowerCase()} as it is marked, but found ${incoming} flows into it and ${outgoing} out of it`;
    return [errorAt(node.id, 'gateway-direction', message)];
  });
