import { errorAt } from '../finding.ts';
import { childOf, childrenOf, idOf, type ModdleElement } from '../moddle.ts';
import type { Check } from './check.ts';

/** Data moves between things that hold data, several of which become one by a transformation (BPMN 2.0 §10.4.2). */
export const dataAssociation: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) =>
    ['dataInputAssociations', 'dataOutputAssociations']
      .flatMap((property) => childrenOf(node.element, property))
      .flatMap((association) => problemsWith(association, node.id))
      .map((message) => errorAt(node.id, 'data-association', message)),
  );

function problemsWith(association: ModdleElement, nodeId: string): readonly string[] {
  const sources = childrenOf(association, 'sourceRef');
  const target = childOf(association, 'targetRef');
  const ends = target === null ? sources : [...sources, target];
  const isJoined =
    childOf(association, 'transformation') !== null || childrenOf(association, 'assignment').length > 0;
  return [
    ...(sources.length > 1 && !isJoined
      ? [
          `Expected a transformation for the several sources of a data association of '${nodeId}', but found none`,
        ]
      : []),
    ...ends
      .filter((end) => !end.$instanceOf('bpmn:ItemAwareElement'))
      .map(
        (end) =>
          `Expected a data association of '${nodeId}' to lead from data to data, but found '${idOf(end) ?? ''}'`,
      ),
  ];
}
