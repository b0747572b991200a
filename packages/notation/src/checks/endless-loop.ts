import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A loop ends: by its condition or by a maximum. */
export const endlessLoop: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    const loop = 'loop' in element ? element.loop : null;
    if (loop?.kind !== 'standard' || loop.condition !== null || loop.maximum !== null) return [];
    const message = `Expected a condition or a maximum for the loop of '${element.id}', but found neither; it never ends by itself`;
    return [warningAt(element.id, 'endless-loop', message)];
  });
