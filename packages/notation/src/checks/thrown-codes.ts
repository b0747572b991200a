import { errorAt } from '../finding.ts';
import type { Check } from './check.ts';
import { throwsIn } from './model-events.ts';

/** What is thrown has a code (BPMN 2.0 tables 10.87, 10.88); only catching may leave it open. */
export const thrownCodes: Check = ({ model }) =>
  throwsIn(model).flatMap(({ elementId, event }) => {
    const code =
      event.kind === 'error' ? event.errorCode : event.kind === 'escalation' ? event.escalationCode : null;
    if (code === null || code.source !== '') return [];
    const message = `Expected the ${event.kind} thrown at '${elementId}' to have a code, but found none`;
    return [errorAt(elementId, 'thrown-code', message)];
  });
