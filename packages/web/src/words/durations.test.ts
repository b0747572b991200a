import { describe, expect, it } from 'vitest';
import { durationWords, relativeWords, roughDurationWords } from './durations.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

describe('durationWords', () => {
  it.each([
    [0, 'under 1 s'],
    [-5000, 'under 1 s'],
    [45_000, '45 s'],
    [12 * minute + 5000, '12 min 5 s'],
    [2 * hour, '2 h'],
    [3 * day + 4 * hour + 59 * minute, '3 d 4 h'],
    [1669 * day + 17 * hour, '1669 d 17 h'],
    [day + 5 * minute, '1 d'],
  ])('says %i ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });
});

describe('roughDurationWords', () => {
  it('keeps the largest unit only', () => {
    expect(roughDurationWords(3 * day + 4 * hour)).toBe('3 d');
  });
});

describe('relativeWords', () => {
  const now = Date.parse('2026-11-25T12:00:00Z');
  it.each([
    [now - 1000, 'just now'],
    [now + 1000, 'in under a minute'],
    [now - 5 * minute, '5 min ago'],
    [now + 3 * hour + 10 * minute, 'in 3 h'],
    [now - 2 * day, '2 d ago'],
  ])('says %i', (at, words) => {
    expect(relativeWords(at, now)).toBe(words);
  });
});
