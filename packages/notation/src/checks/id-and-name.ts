import { errorAt } from '../finding.ts';
import { documentationOf, type ModdleElement, textOf } from '../moddle.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';

const idLimit = 255;
const nameLimit = 1_000;
const documentationLimit = 100_000;

/** Ids, names and texts fit where they are stored and shown. */
export const idAndName: Check = ({ graph }) =>
  elementsOf(graph).flatMap(([id, element]) => [
    ...tooLong(id, 'the id', id.length, idLimit),
    ...tooLong(id, 'the name', textOf(element, 'name')?.length ?? 0, nameLimit),
    ...tooLong(id, 'the documentation', documentationOf(element)?.length ?? 0, documentationLimit),
    ...(id === '__proto__'
      ? [errorAt(id, 'id-and-name', "Expected an id other than '__proto__', but found it")]
      : []),
  ]);

function elementsOf(graph: SourceGraph): readonly (readonly [string, ModdleElement])[] {
  return [
    [graph.processId, graph.process],
    ...[...graph.nodes.values()].map((node) => [node.id, node.element] as const),
    ...graph.flows.map((flow) => [flow.id, flow.element] as const),
  ];
}

function tooLong(id: string, what: string, length: number, limit: number) {
  if (length <= limit) return [];
  const message = `Expected ${what} of '${id.slice(0, 60)}' to have at most ${limit} characters, but found ${length}`;
  return [errorAt(id, 'id-and-name', message)];
}
