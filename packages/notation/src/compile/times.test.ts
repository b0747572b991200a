import { describe, expect, it } from 'vitest';
import { isCycle, isDateTime, readDuration, readIsoDuration } from './times.ts';

describe('durations', () => {
  it.each([
    ['PT2H', 'PT2H'],
    ['P1Y2M3DT4H5M6S', 'P1Y2M3DT4H5M6S'],
    ['P1Y2W', 'P1Y2W'],
    ['PT0,5S', 'PT0.5S'],
    ['P100Y', 'P100Y'],
    ['2h', 'PT2H'],
    ['30m', 'PT30M'],
    ['1d', 'P1D'],
    ['1w', 'P1W'],
    ['45s', 'PT45S'],
    ['1d 2h30m', 'P1DT2H30M'],
    [' 2H ', 'PT2H'],
  ])('%j is %s', (text, iso) => {
    expect(readDuration(text)).toEqual({ kind: 'duration', iso });
  });

  it.each(['', 'P', 'PT', '2x', '-PT5M', 'P101Y', 'P1000000Y', '999999w', '1h 1d', 'PT1e3S', '2026-01-01'])(
    '%j is none',
    (text) => {
      expect(readDuration(text)).toEqual({ kind: 'invalid' });
    },
  );

  it('are ISO 8601 in BPMN itself', () => {
    expect(readIsoDuration('2h')).toEqual({ kind: 'invalid' });
  });
});

describe('date-times', () => {
  it.each([
    '2026-03-01T09:00:00Z',
    '2026-03-01T09:00:00+01:00',
    '2026-03-01T09:00[Europe/Berlin]',
    '2026-03-01T09:00:00',
    '2026-03-01',
  ])('%s is one', (text) => {
    expect(isDateTime(text)).toBe(true);
  });

  it.each(['', 'tomorrow', '2026-02-30T00:00:00Z', '2026-13-01', 'PT2H'])('%j is none', (text) => {
    expect(isDateTime(text)).toBe(false);
  });
});

describe('a cycle', () => {
  it.each([
    'R3/PT10S',
    'R/P1D',
    'R2/2030-01-01T00:00:00Z/P1D',
    'R2/P1D/2030-01-01T00:00:00Z',
    'R2/2030-01-01T00:00:00Z/2030-01-02T00:00:00Z',
    '*/5 * * * *',
    '0 0/5 * * * ?',
    '0 15 10 ? * MON-FRI',
    '0 0 9 L * ? 2030',
    '@daily',
  ])('is %s', (text) => {
    expect(isCycle(text)).toBe(true);
  });

  it.each([
    '',
    'R3',
    'R0/PT10S',
    'R3/PT0S',
    'R3/soon',
    'R/a/b/c',
    'R3/P1D/P1D',
    'PT10S',
    'every 5 minutes please now',
    '* * *',
    '60 * * * *',
    '*/0 * * * *',
    '1-5-7 * * * *',
    '0 0 31 2 *',
    '@reboot',
    `${'*,'.repeat(50_000)}* * * * *`,
  ])('is not %.40j', (text) => {
    expect(isCycle(text)).toBe(false);
  });
});
