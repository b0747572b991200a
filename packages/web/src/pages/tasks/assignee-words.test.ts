import { expect, it } from 'vitest';
import { assigneeWords } from './assignee-words.ts';

it.each([
  [{ assignee: 'ada', candidate_groups: ['sales'], candidate_users: [] }, 'Assigned to ada'],
  [{ assignee: null, candidate_groups: ['sales'], candidate_users: ['ben'] }, 'For sales, ben'],
  [{ assignee: null, candidate_groups: [], candidate_users: [] }, 'Unassigned'],
])('says %o', (task, words) => {
  expect(assigneeWords(task)).toBe(words);
});
