import { expect, it } from 'vitest';
import { marksOf } from './marks.ts';

it('counts tokens, keeps finished elements apart and lists each flow once', () => {
  const marks = marksOf({
    activeElements: [{ elementId: 'review' }, { elementId: 'review' }],
    activities: [
      { elementId: 'start', status: 'completed' },
      { elementId: 'review', status: 'completed' },
      { elementId: 'review', status: 'active' },
      { elementId: 'skipped', status: 'terminated' },
    ],
    incidents: [],
    takenFlows: ['f1', 'f2', 'f1'],
  });
  expect(marks).toEqual({
    active: [{ elementId: 'review', count: 2 }],
    done: ['start'],
    taken: ['f1', 'f2'],
    incidents: [],
  });
});
