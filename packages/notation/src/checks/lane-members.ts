import { warningAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement } from '../moddle.ts';
import type { Check } from './check.ts';

/** A node stands in one lane of a lane set. */
export const laneMembers: Check = ({ graph }) => {
  const sets = graph.scopes.flatMap((scope) => childrenOf(scope.element, 'laneSets'));
  return sets.flatMap(setsIn).flatMap((laneSet) => {
    const seen = new Set<string>();
    return childrenOf(laneSet, 'lanes').flatMap((lane) =>
      [...new Set(childrenOf(lane, 'flowNodeRef').map(idOf))].flatMap((id) => {
        if (id === null || !seen.has(id)) {
          seen.add(id ?? '');
          return [];
        }
        return [
          warningAt(id, 'lane-members', `Expected '${id}' to stand in one lane, but found it in several`),
        ];
      }),
    );
  });
};

function setsIn(laneSet: ModdleElement): readonly ModdleElement[] {
  const inner = childrenOf(laneSet, 'lanes').flatMap((lane) => childOf(lane, 'childLaneSet') ?? []);
  return [laneSet, ...inner.flatMap(setsIn)];
}
