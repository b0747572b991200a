import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';

/** A cycle repeats where its event stays: not behind a token that has gone on, or an activity that has ended. */
export const timerCycle: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    const passes =
      element.type === 'intermediateCatchEvent' || (element.type === 'boundaryEvent' && element.interrupting);
    if (!passes) return [];
    return element.triggers
      .filter((trigger) => trigger.kind === 'timer' && trigger.timer.kind === 'cycle')
      .map(() => {
        const message = `Expected a date or a duration in timer '${element.id}', which fires once, but found a cycle; only its first time counts`;
        return warningAt(element.id, 'timer-cycle', message);
      });
  });
