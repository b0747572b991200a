import { isCompensationBoundary } from '../compile/compensation.ts';
import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** A boundary event leads on and nothing leads to it; one for compensation has an association instead. */
export const boundaryFlows: Check = ({ graph }) =>
  nodesTagged(graph, 'boundaryEvent').flatMap((node) => {
    const compensates = isCompensationBoundary(node);
    const [incoming] = graph.incoming.get(node.id) ?? [];
    const [outgoing] = graph.outgoing.get(node.id) ?? [];
    const what = `boundary event '${node.id}'`;
    return [
      ...(incoming === undefined ? [] : [`Expected no flow into ${what}, but found '${incoming.id}'`]),
      ...(outgoing === undefined && !compensates ? [`Expected a flow out of ${what}, but found none`] : []),
      ...(outgoing !== undefined && compensates
        ? [`Expected an association from compensation ${what} and no flow, but found '${outgoing.id}'`]
        : []),
    ].map((message) => errorAt(node.id, 'boundary-flow', message));
  });
