import { compensationLinks, isCompensationBoundary } from '../compile/compensation.ts';
import { errorAt, type Finding, warningAt } from '../finding.ts';
import { flagOf } from '../moddle.ts';
import type { Check } from './check.ts';
import { isActivity } from './event-kinds.ts';

/** A compensation handler stands outside the flow, tied to its event by an association (BPMN 2.0 §10.7.1). */
export const compensationHandler: Check = ({ graph, document }) => {
  const links = compensationLinks(graph, document);
  const handlers = new Set(links.map(({ handler }) => handler.id));
  const boundaries = new Set<string>();
  const surplus = links.filter(({ boundary }) => {
    const isFirst = !boundaries.has(boundary.id);
    boundaries.add(boundary.id);
    return !isFirst;
  });
  const nodes = [...graph.nodes.values()];
  return [
    ...nodes
      .filter((node) => isActivity(node) && flagOf(node.element, 'isForCompensation'))
      .flatMap((node): readonly Finding[] => {
        const flows = [...(graph.incoming.get(node.id) ?? []), ...(graph.outgoing.get(node.id) ?? [])];
        if (flows.length > 0) {
          const message = `Expected no flow to or from compensation handler '${node.id}', but found '${flows[0]?.id}'`;
          return [errorAt(node.id, 'compensation-handler', message)];
        }
        if (handlers.has(node.id)) return [];
        const message = `Expected an association from a compensation event to handler '${node.id}', but found none; it never runs`;
        return [warningAt(node.id, 'compensation-handler', message)];
      }),
    ...links
      .filter(({ handler }) => !flagOf(handler.element, 'isForCompensation'))
      .map(({ boundary, handler }) => {
        const message = `Expected the activity that compensation event '${boundary.id}' leads to to be marked isForCompensation, but found '${handler.id}' without`;
        return errorAt(handler.id, 'compensation-handler', message);
      }),
    ...surplus.map(({ boundary, handler }) => {
      const message = `Expected one handler of compensation event '${boundary.id}', but found '${handler.id}' beside another`;
      return errorAt(boundary.id, 'compensation-handler', message);
    }),
    ...nodes
      .filter((node) => isCompensationBoundary(node) && !boundaries.has(node.id))
      .map((node) => {
        const message = `Expected an association from compensation event '${node.id}' to its handler, but found none`;
        return warningAt(node.id, 'compensation-handler', message);
      }),
  ];
};
