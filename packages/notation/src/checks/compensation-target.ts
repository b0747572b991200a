import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';
import { throwsIn } from './model-events.ts';

const scopes: ReadonlySet<string> = new Set(['subProcess', 'transaction', 'adHocSubProcess', 'callActivity']);

/** What is to be compensated has something that undoes it. */
export const compensationTarget: Check = ({ model }) => {
  const nodes = new Map(model.elements.map((element) => [element.id, element]));
  return throwsIn(model).flatMap(({ elementId, event }) => {
    if (event.kind !== 'compensation' || event.activityId === null) return [];
    const target = nodes.get(event.activityId);
    const undone =
      target !== undefined &&
      (scopes.has(target.type) ||
        ('compensationHandlerId' in target && target.compensationHandlerId !== null));
    if (undone) return [];
    const found = target === undefined ? 'which the process does not have' : 'which nothing undoes';
    const message = `Expected '${elementId}' to compensate an activity with a handler, but found '${event.activityId}', ${found}`;
    return [warningAt(elementId, 'compensation-target', message)];
  });
};
