import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('invalid-time');

describe('timers', () => {
  const timer = (content: string) =>
    around(
      `<intermediateCatchEvent id="x"><timerEventDefinition>${content}</timerEventDefinition></intermediateCatchEvent>`,
    );
  const due = (text: string) => around(`<userTask id="x" camunda:dueDate="${text}"/>`);

  it.each([
    timer('<timeDuration>PT5M</timeDuration>'),
    timer('<timeDate>2026-03-01T09:00:00Z</timeDate>'),
    timer('<timeDate>=whenever</timeDate>'),
    timer('<timeCycle>R3/PT10S</timeCycle>'),
    timer('<timeCycle>0 0/5 * * * ?</timeCycle>'),
    due('P1D'),
    due('2026-03-01'),
    due('=whenever'),
  ])('accepts what can be read: %#', async (xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [timer(''), "Expected a date, a duration or a cycle in timer 'x', but found none"],
    [timer('<timeDate/>'), "Expected a date, a duration or a cycle in timer 'x', but found none"],
    [
      timer('<timeDuration>2h</timeDuration>'),
      "Expected an ISO 8601 duration such as PT2H in timer 'x', but found '2h'",
    ],
    [
      timer('<timeCycle>R3/P0D</timeCycle>'),
      "Expected a cycle such as R3/PT10M or a cron expression in timer 'x', but found 'R3/P0D'",
    ],
    [
      timer('<timeDate>soon</timeDate>'),
      "Expected a date-time such as 2026-03-01T09:00:00Z in timer 'x', but found 'soon'",
    ],
    [due('soon'), "as due date of 'x', but found 'soon'"],
  ])('refuses what cannot: %#', async (xml, message) => {
    expect(await complaints(xml)).toEqual([expect.stringContaining(message)]);
  });
});
