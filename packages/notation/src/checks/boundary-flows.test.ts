import { describe, expect, it } from 'vitest';
import { chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('boundary-flow');
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );

describe('boundary-flow', () => {
  it.each([
    ['a way on', onBorder('<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>')],
    [
      'an association',
      chain(
        '<task id="x"/><boundaryEvent id="b" attachedToRef="x"><compensateEventDefinition/></boundaryEvent>',
        'x',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'no way on',
      chain(
        '<task id="x"/><boundaryEvent id="b" attachedToRef="x"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent>',
        'x',
      ),
      ['!boundary-flow b'],
    ],
    [
      'a way to it',
      onBorder('<timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition>').replace(
        '</process>',
        `${flow('s', 'b')}</process>`,
      ),
      ['!boundary-flow b'],
    ],
    ['a flow to a handler', onBorder('<compensateEventDefinition/>'), ['!boundary-flow b']],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
