import type { ProcessModel } from '@wbpm/engine';
import { laneAround, lanesOf } from '../compile/lanes.ts';
import { childOf, childrenOf, documentationOf, idOf, type ModdleElement, nameOf } from '../moddle.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Lane, ProcessDocument } from './process-document.ts';
import { documentOfModel } from './read-model.ts';
import { given } from './reading.ts';

/** A process as drawn, and what it compiles to. */
export interface DrawnProcess {
  readonly graph: SourceGraph;
  readonly model: ProcessModel;
}

/** The document of a process with the lanes it is drawn in. */
export function documentOfDrawn({ graph, model }: DrawnProcess): ProcessDocument {
  const kept = new Set(model.elements.map(({ id }) => id));
  const lanes = childrenOf(graph.process, 'laneSets').flatMap((set) => lanesIn(set, kept));
  // Lanes within subprocesses have no place in the document: the groups they give are named.
  const named = lanesOf({ ...graph, scopes: graph.scopes.slice(0, 1) });
  const flows = new Map(graph.flows.map(({ id, element }) => [id, element]));
  const document = documentOfModel(model, {
    impliedGroupOf: (id) => {
      const node = graph.nodes.get(id);
      return node === undefined ? null : laneAround(node, named);
    },
    flowDocumentation: (id) => {
      const element = flows.get(id);
      return element === undefined ? null : documentationOf(element);
    },
  });
  return given({ ...document, lanes: lanes.length === 0 ? undefined : lanes });
}

function lanesIn(set: ModdleElement, kept: ReadonlySet<string>): readonly Lane[] {
  return childrenOf(set, 'lanes').map((lane): Lane => {
    const members = childrenOf(lane, 'flowNodeRef').flatMap((node) => idOf(node) ?? []);
    const activities = members.filter((id) => kept.has(id));
    const inner = childOf(lane, 'childLaneSet');
    const lanes = inner === null ? [] : lanesIn(inner, kept);
    return given({
      id: idOf(lane) ?? undefined,
      name: nameOf(lane) ?? '',
      activities: activities.length === 0 ? undefined : activities,
      lanes: lanes.length === 0 ? undefined : lanes,
    });
  });
}
