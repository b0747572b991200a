import { type Finding, warningAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement } from '../moddle.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';

/** A node stands in one lane of a lane set, and a lane holds nodes of its own process (BPMN 2.0 §10.8). */
export const laneMembers: Check = ({ graph }) => {
  const sets = graph.scopes.flatMap((scope) => childrenOf(scope.element, 'laneSets')).flatMap(setsIn);
  return [...foreignMembers(sets, graph), ...repeatedMembers(sets)];
};

function foreignMembers(sets: readonly ModdleElement[], graph: SourceGraph): readonly Finding[] {
  const named = sets.flatMap((laneSet) => childrenOf(laneSet, 'lanes')).flatMap(membersOf);
  return [...new Set(named)]
    .filter((id) => !graph.nodes.has(id))
    .map((id) =>
      warningAt(id, 'lane-members', `Expected lanes to hold nodes of their process, but found '${id}'`),
    );
}

function membersOf(lane: ModdleElement): readonly string[] {
  return childrenOf(lane, 'flowNodeRef').flatMap((node) => idOf(node) ?? []);
}

function repeatedMembers(sets: readonly ModdleElement[]): readonly Finding[] {
  return sets.flatMap((laneSet) => {
    const seen = new Set<string>();
    return childrenOf(laneSet, 'lanes').flatMap((lane) =>
      [...new Set(membersOf(lane))].flatMap((id) => {
        if (!seen.has(id)) {
          seen.add(id);
          return [];
        }
        return [
          warningAt(id, 'lane-members', `Expected '${id}' to stand in one lane, but found it in several`),
        ];
      }),
    );
  });
}

function setsIn(laneSet: ModdleElement): readonly ModdleElement[] {
  const inner = childrenOf(laneSet, 'lanes').flatMap((lane) => childOf(lane, 'childLaneSet') ?? []);
  return [laneSet, ...inner.flatMap(setsIn)];
}
