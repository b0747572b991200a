import { joinTokens, oldest, oldestOfEach } from '../joins/waiting-tokens.ts';
import { liveElement } from '../state.ts';
import type { Turn } from '../turn.ts';

/**
 * A parallel gateway looks at its tokens when one arrives. Where the target has fewer flows into it, those
 * that wait may be all that is needed already.
 */
export function completeJoins(turn: Turn): void {
  // In an order that a loaded state has too.
  const joins = [...turn.state.joins.values()].map((waiting) => ({
    waiting,
    first: oldest([...waiting.byFlow.values()].flatMap((ids) => [...ids])),
  }));
  for (const { waiting, first } of joins.sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const { elementId } = liveElement(turn.state, first);
    if (turn.graph.nodes.get(elementId)?.type !== 'parallelGateway') continue;
    const needed = turn.graph.incoming.get(elementId)?.length ?? 0;
    for (
      let taken = oldestOfEach(turn, elementId, waiting);
      taken.length === needed;
      taken = oldestOfEach(turn, elementId, waiting)
    ) {
      const [survivor, ...merged] = taken.map(([, id]) => id);
      if (survivor === undefined) break;
      joinTokens(turn, elementId, survivor, merged);
    }
  }
}
