import { errorAt, warningAt } from '../finding.ts';
import type { Check } from './check.ts';
import { isEventSubProcess, kindsOf, nodesTagged } from './event-kinds.ts';

/** Errors, cancellation and compensation end what they happen in; elsewhere a start event interrupts nothing. */
export const interrupting: Check = ({ graph }) => {
  const boundaries = nodesTagged(graph, 'boundaryEvent').filter(
    (node) => node.element.get('cancelActivity') === false && needsInterruption(kindsOf(node)),
  );
  const starts = nodesTagged(graph, 'startEvent').filter(
    (node) => node.element.get('isInterrupting') === false,
  );
  return [
    ...[...boundaries, ...starts.filter((node) => needsInterruption(kindsOf(node)))].map((node) => {
      const message = `Expected '${node.id}' to interrupt, since it catches an error or a cancellation, but found it not interrupting`;
      return errorAt(node.id, 'interrupting', message);
    }),
    ...starts
      .filter((node) => !isEventSubProcess(node.scope))
      .map((node) => {
        const message = `Expected isInterrupting in event subprocesses only, but found it on '${node.id}'; it has no effect here`;
        return warningAt(node.id, 'interrupting', message);
      }),
  ];
};

function needsInterruption(kinds: readonly string[]): boolean {
  return kinds.includes('error') || kinds.includes('cancel');
}
