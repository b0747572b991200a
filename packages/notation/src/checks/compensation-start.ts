import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isEventSubProcess, kindsOf, nodesTagged } from './event-kinds.ts';

/** What undoes a subprocess stands in it; a process that has completed is not undone (BPMN 2.0 §10.7.1). */
export const compensationStart: Check = ({ graph }) =>
  nodesTagged(graph, 'startEvent').flatMap((node) => {
    const { id, scope } = node;
    if (!kindsOf(node).includes('compensate') || !isEventSubProcess(scope)) return [];
    if (scope.parent?.id !== null) return [];
    const message = `Expected '${scope.id ?? ''}', which compensates, within a subprocess, but found it in the process; it never runs`;
    return [warningAt(id, 'compensation-start', message)];
  });
