import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { throwsIn, triggersIn } from './model-events.ts';

/** Messages and signals have names; without one nobody can send to, or wait for, the event. */
export const eventNames: Check = ({ model }) =>
  [...triggersIn(model), ...throwsIn(model)].flatMap(({ elementId, event }) => {
    if (event.kind !== 'message' && event.kind !== 'signal') return [];
    if (event.name.source !== '') return [];
    const message = `Expected a ${event.kind} with a name at '${elementId}', but found none`;
    return [errorAt(elementId, 'event-name', message)];
  });
