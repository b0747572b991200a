import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A multi-instance has a cardinality or a collection (BPMN 2.0 §10.3.8); with both, which counts? */
export const multiInstance: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    const loop = 'loop' in element ? element.loop : null;
    if (loop?.kind !== 'multiInstance') return [];
    const given = [loop.cardinality, loop.collection].filter((part) => part !== null).length;
    if (given === 1) return [];
    const message = `Expected either a cardinality or a collection for multi-instance '${element.id}', but found ${given === 0 ? 'neither' : 'both'}`;
    return [errorAt(element.id, 'multi-instance', message)];
  });
