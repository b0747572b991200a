import { errorAt } from '../finding.ts';
import { flagOf } from '../moddle.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** What starts a process has nothing before it (BPMN 2.0 §10.3.3, §10.6.6). */
export const instantiation: Check = ({ graph }) =>
  nodesTagged(graph, 'receiveTask', 'eventBasedGateway')
    .filter((node) => flagOf(node.element, 'instantiate'))
    .flatMap((node) => {
      const [flow] = graph.incoming.get(node.id) ?? [];
      if (flow === undefined) return [];
      const message = `Expected no flow into '${node.id}', since it starts the process, but found '${flow.id}'`;
      return [errorAt(node.id, 'instantiation', message)];
    });
