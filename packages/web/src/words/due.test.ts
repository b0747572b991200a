import { describe, expect, it } from 'vitest';
import { dueWords } from './due.ts';

const now = Date.parse('2026-11-25T12:00:00Z'); // a Wednesday
const created = '2026-11-25T02:00:00Z';

describe('dueWords', () => {
  it('is silent without a due date', () => {
    expect(dueWords(null, created, now)).toBeNull();
  });

  it('ignores a date it cannot read', () => {
    expect(dueWords('soon', created, now)).toBeNull();
  });

  it('names the day within a week', () => {
    expect(dueWords('2026-11-27T12:00:00Z', created, now, 'en-GB')).toEqual({
      state: 'neutral',
      words: 'Due Fri',
    });
  });

  it('names the date after that', () => {
    expect(dueWords('2026-12-24T12:00:00Z', created, now, 'en-GB')).toEqual({
      state: 'neutral',
      words: 'Due 24 Dec',
    });
  });

  it('warns once four fifths of the time are used', () => {
    expect(dueWords('2026-11-25T14:00:00Z', created, now)).toEqual({ state: 'at-risk', words: 'due in 2 h' });
  });

  it('says how late it is', () => {
    expect(dueWords('2026-11-25T10:00:00Z', created, now)).toEqual({ state: 'overdue', words: '2 h late' });
  });
});
