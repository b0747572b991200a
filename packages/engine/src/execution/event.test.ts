import { expect, test } from 'vitest';
import { eventData } from './event.ts';

test('the data of an event are what it says beside its type and its element', () => {
  expect(
    eventData({ type: 'userTaskAssigned', elementId: 'a', elementInstanceId: 'id', assignee: 'ann' }),
  ).toEqual({ elementInstanceId: 'id', assignee: 'ann' });
});
