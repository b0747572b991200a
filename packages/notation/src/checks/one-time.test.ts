import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('one-time');

describe('one-time', () => {
  it.each([
    [
      'one time',
      around(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'two',
      around(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeDate>2030-01-01T00:00:00Z</timeDate><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>',
      ),
      ['!one-time x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
