import { warningAt } from '../finding.ts';
import type { SourceFlow, SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';

const gatewayTags: ReadonlySet<string> = new Set([
  'exclusiveGateway',
  'parallelGateway',
  'inclusiveGateway',
  'complexGateway',
]);

/** A loop passes something that waits or works; a loop of gateways alone can only run for ever. */
export const gatewayLoop: Check = ({ graph }) => {
  const inLoops = gatewaysInLoops(graph);
  const [first] = inLoops;
  if (first === undefined) return [];
  const names = inLoops.slice(0, 5).map((id) => `'${id}'`);
  const more = inLoops.length > names.length ? ' and more' : '';
  const message = `Expected every loop to pass a task or an event, but found one of gateways only: ${names.join(', ')}${more}`;
  return [warningAt(first, 'gateway-loop', message)];
};

/** Takes away, again and again, gateways no other gateway leads to or that lead to none: loops remain. */
function gatewaysInLoops(graph: SourceGraph): readonly string[] {
  const gateways = [...graph.nodes.values()]
    .filter((node) => gatewayTags.has(node.tag))
    .map((node) => node.id);
  const next = (flows: readonly SourceFlow[] = []) => flows.map((flow) => flow.targetId ?? '');
  const previous = (flows: readonly SourceFlow[] = []) => flows.map((flow) => flow.sourceId ?? '');
  const ahead = peel(
    gateways,
    (id) => previous(graph.incoming.get(id)),
    (id) => next(graph.outgoing.get(id)),
  );
  return peel(
    ahead,
    (id) => next(graph.outgoing.get(id)),
    (id) => previous(graph.incoming.get(id)),
  );
}

function peel(
  ids: readonly string[],
  leadingTo: (id: string) => readonly string[],
  ledTo: (id: string) => readonly string[],
): readonly string[] {
  const remaining = new Map(ids.map((id) => [id, 0]));
  for (const id of ids) {
    remaining.set(id, leadingTo(id).filter((other) => remaining.has(other)).length);
  }
  const free = ids.filter((id) => remaining.get(id) === 0);
  // The list grows while it is walked.
  for (const id of free) {
    remaining.delete(id);
    for (const other of ledTo(id)) {
      const count = remaining.get(other);
      if (count === undefined) continue;
      remaining.set(other, count - 1);
      if (count === 1) free.push(other);
    }
  }
  return [...remaining.keys()];
}
