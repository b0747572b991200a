import { eventDefinitionsOf } from '../compile/not-executable.ts';
import { warningAt } from '../finding.ts';
import { labelOf } from '../moddle.ts';
import { startsWithStartEvent } from '../source-graph.ts';
import type { Check } from './check.ts';

/**
 * A process or subprocess begins at one place. BPMN allows several none start events (§10.5.2); all of
 * them begin at once, which is seldom what was meant.
 */
export const startEvents: Check = ({ graph }) =>
  graph.scopes.filter(startsWithStartEvent).flatMap((scope) => {
    const plain = (graph.content.get(scope) ?? []).filter(
      (node) => node.tag === 'startEvent' && eventDefinitionsOf(node.element).length === 0,
    );
    if (plain.length < 2) return [];
    const where = scope.id === null ? 'process' : 'subprocess';
    const found = plain.map((node) => `'${node.id}'`).join(', ');
    const message = `Expected one none start event in ${where} '${labelOf(scope.element)}', but found ${found}; they begin together`;
    return [warningAt(scope.id ?? graph.processId, 'start-events', message)];
  });
