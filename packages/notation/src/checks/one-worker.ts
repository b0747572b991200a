import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** An event waits for one thing at a time: for the worker that sends its message, or for a compensation. */
export const oneWorker: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    if (!('throws' in element)) return [];
    const jobs = element.throws.filter((thrown) => thrown.kind === 'message' && thrown.job !== null);
    const awaited = element.throws.filter(
      (thrown) => thrown.kind === 'compensation' && thrown.waitForCompletion,
    );
    if (jobs.length === 0 || jobs.length + awaited.length === 1) return [];
    const found = `${jobs.length} messages and ${awaited.length} compensations`;
    const message = `Expected '${element.id}', whose message a worker sends, to wait for nothing else, but found ${found} it waits for`;
    return [errorAt(element.id, 'one-worker', message)];
  });
