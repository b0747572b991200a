import { childOf } from './moddle.ts';
import type { SourceFlow, SourceGraph, SourceNode } from './source-graph.ts';

/**
 * The default flow that a diverging exclusive gateway does not name: the only flow without a condition, if the
 * others have one. Null where the gateway names one, or several flows could be meant.
 */
export function impliedDefaultOf(node: SourceNode, { outgoing }: SourceGraph): SourceFlow | null {
  const flows = outgoing.get(node.id) ?? [];
  const bare = flows.filter((flow) => !flow.hasCondition);
  const [only] = bare;
  if (flows.length < 2 || bare.length !== 1 || childOf(node.element, 'default') !== null) return null;
  return only ?? null;
}
