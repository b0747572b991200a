import { warningAt } from '../finding.ts';
import type { Check } from './check.ts';

/** Somebody can do every user task. */
export const taskPeople: Check = ({ model }) =>
  model.elements.flatMap((element) => {
    if (element.type !== 'userTask' || element.assignee !== null) return [];
    if (element.candidateUsers.length > 0 || element.candidateGroups.length > 0) return [];
    const message = `Expected an assignee, candidate users or candidate groups on user task '${element.id}', but found none`;
    return [warningAt(element.id, 'task-people', message)];
  });
