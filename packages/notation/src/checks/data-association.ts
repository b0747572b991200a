import { errorAt } from '../finding.ts';
import { childOf, childrenOf } from '../moddle.ts';
import type { Check } from './check.ts';

/** Several sources become one value by a transformation (BPMN 2.0 §10.4.2). */
export const dataAssociation: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) =>
    ['dataInputAssociations', 'dataOutputAssociations']
      .flatMap((property) => childrenOf(node.element, property))
      .filter(
        (association) =>
          childrenOf(association, 'sourceRef').length > 1 &&
          childOf(association, 'transformation') === null &&
          childrenOf(association, 'assignment').length === 0,
      )
      .map(() => {
        const message = `Expected a transformation for the several sources of a data association of '${node.id}', but found none`;
        return errorAt(node.id, 'data-association', message);
      }),
  );
