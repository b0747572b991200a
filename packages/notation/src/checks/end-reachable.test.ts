import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('end-reachable');

describe('end-reachable', () => {
  it.each([
    ['an end', around('<task id="x"/>')],
    [
      'a way out by a border',
      bpmn(
        `<startEvent id="s"/><task id="x"/><boundaryEvent id="b" attachedToRef="x"><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></boundaryEvent><endEvent id="e"/>${flow('s', 'x')}${flow('x', 'x')}${flow('b', 'e')}`,
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'ways back alone',
      bpmn(`<startEvent id="s"/><task id="x"/>${flow('s', 'x')}${flow('x', 'x')}`),
      ['end-reachable s'],
    ],
    [
      'a trap in a subprocess',
      around(subProcess(`<task id="t"/><task id="u"/>${flow('t', 'u')}${flow('u', 'u')}`)),
      ['end-reachable t'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
