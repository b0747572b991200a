import { describe, expect, it } from 'vitest';
import { addDuration, approximateDurationMs, formatDateTime, parseDateTime } from './duration.ts';
import { ExpressionError } from './expression-error.ts';

const january31 = Date.UTC(2026, 0, 31, 12);

describe('adding a duration to a moment', () => {
  it.each([
    ['PT15M', '2026-01-31T12:15:00.000Z'],
    ['P1D', '2026-02-01T12:00:00.000Z'],
    ['P1M', '2026-02-28T12:00:00.000Z'],
    ['P1Y2W', '2027-02-14T12:00:00.000Z'],
    ['PT0.5S', '2026-01-31T12:00:00.500Z'],
    ['PT0S', '2026-01-31T12:00:00.000Z'],
  ])('counts %s on the UTC calendar', (iso, expected) => {
    expect(formatDateTime(addDuration(january31, iso))).toBe(expected);
  });

  it.each(['P', 'PT', 'P1.5D', '1h', '', 'R3/PT1H', 'PT1H ', `P${'1'.repeat(300)}D`])(
    'refuses %j, which is no duration',
    (iso) => {
      expect(() => addDuration(january31, iso)).toThrow(/expected an ISO-8601 duration/);
    },
  );

  it.each(['-P1D', '-PT0S', '-PT1M'])('refuses the negative %s', (iso) => {
    expect(() => addDuration(january31, iso)).toThrow('not negative');
  });

  it.each(['P8000Y', 'P1000000Y', 'PT99999999999999S'])('refuses to go beyond year 9999 by %s', (iso) => {
    expect(() => addDuration(january31, iso)).toThrow('no later than year 9999');
  });

  it('measures a duration approximately', () => {
    expect(approximateDurationMs('P1DT1H1M1.001S')).toBe(90_061_001);
    expect(approximateDurationMs('P1Y1M1W')).toBe((365 + 30 + 7) * 86_400_000);
  });
});

describe('reading a moment', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.250Z', '2026-01-31T12:00:00.250Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31T12:00:00-0130', '2026-01-31T13:30:00.000Z'],
    ['2026-07-01T12:00[Europe/Berlin]', '2026-07-01T10:00:00.000Z'],
    ['2026-07-01T12:00+02:00[Europe/Berlin]', '2026-07-01T10:00:00.000Z'],
  ])('understands %s', (text, expected) => {
    expect(formatDateTime(parseDateTime(text))).toBe(expected);
  });

  it.each([
    '',
    'tomorrow',
    '2026-02-30',
    '2026-13-01T00:00Z',
    '12:00',
    '2026-01-31T25:00',
    '+012026-01-01T00:00Z',
    '2026-01-01T00:00[Mars/Phobos]',
    'x'.repeat(300),
  ])('refuses %j', (text) => {
    expect(() => parseDateTime(text)).toThrow(ExpressionError);
  });
});
