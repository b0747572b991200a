import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('timer-cycle');
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );

describe('timer-cycle', () => {
  it.each([
    [
      'a cycle that starts',
      bpmn(
        '<startEvent id="s"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></startEvent>',
      ),
    ],
    [
      'a cycle beside an activity',
      onBorder(
        '<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>',
        'cancelActivity="false"',
      ),
    ],
    [
      'a duration',
      onBorder('<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>'),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'a cycle on the way',
      around(
        '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition></intermediateCatchEvent>',
      ),
      ['timer-cycle x'],
    ],
    [
      'a cycle that interrupts',
      onBorder('<timerEventDefinition><timeCycle>R3/PT1H</timeCycle></timerEventDefinition>'),
      ['timer-cycle b'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
