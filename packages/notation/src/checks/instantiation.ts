import { errorAt } from '../finding.ts';
import { flagOf } from '../moddle.ts';
import type { Check } from './check.ts';
import { nodesTagged } from './event-kinds.ts';

/** What starts a process stands in the process itself, with nothing before it (BPMN 2.0 §10.3.3, §10.6.6). */
export const instantiation: Check = ({ graph }) =>
  nodesTagged(graph, 'receiveTask', 'eventBasedGateway')
    .filter((node) => flagOf(node.element, 'instantiate'))
    .flatMap((node) => {
      const [flow] = graph.incoming.get(node.id) ?? [];
      const name = `'${node.id}', since it starts the process,`;
      return [
        ...(flow === undefined ? [] : [`Expected no flow into ${name} but found '${flow.id}'`]),
        ...(node.scope.id === null
          ? []
          : [`Expected ${name} outside of subprocesses, but found it in '${node.scope.id}'`]),
      ].map((message) => errorAt(node.id, 'instantiation', message));
    });
