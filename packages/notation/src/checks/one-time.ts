import { eventDefinitionsOf } from '../compile/not-executable.ts';
import { errorAt } from '../finding.ts';
import { childOf } from '../moddle.ts';
import type { Check } from './check.ts';

const times = ['timeDate', 'timeDuration', 'timeCycle'];

/** A timer has one time (BPMN 2.0 table 10.101: the three exclude each other). */
export const oneTime: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) =>
    eventDefinitionsOf(node.element).flatMap((definition) => {
      if (definition.$type !== 'bpmn:TimerEventDefinition') return [];
      const given = times.filter((time) => childOf(definition, time) !== null);
      if (given.length < 2) return [];
      const message = `Expected one time in timer '${node.id}', but found ${given.join(' and ')}`;
      return [errorAt(node.id, 'one-time', message)];
    }),
  );
