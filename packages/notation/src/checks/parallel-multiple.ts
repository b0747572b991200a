import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';

/** An event that waits for all of its triggers has several. */
export const parallelMultiple: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    if (!('triggers' in element) || !element.parallelMultiple || element.triggers.length > 1) return [];
    const message = `Expected several triggers at '${element.id}', which waits for all of them, but found ${element.triggers.length}`;
    return [warningAt(element.id, 'parallel-multiple', message)];
  });
