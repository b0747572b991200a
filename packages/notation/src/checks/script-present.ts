import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A script task has a script. */
export const scriptPresent: Check = ({ model }) =>
  model.elements.flatMap((element) =>
    element.type === 'scriptTask' && element.source === ''
      ? [errorAt(element.id, 'script-present', `Expected a script in task '${element.id}', but found none`)]
      : [],
  );
