import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('beginning');

describe('beginning', () => {
  it.each([
    ['a start event', around('<task id="x"/>')],
    ['what nothing leads to', bpmn(`<task id="a"/><task id="b"/>${flow('a', 'b')}`)],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['nothing at all', bpmn(''), ['!beginning p']],
    ['an empty subprocess', around(subProcess('')), ['beginning x']],
    [
      'a circle alone',
      bpmn(`<task id="a"/><task id="b"/>${flow('a', 'b')}${flow('b', 'a')}`),
      ['!beginning p'],
    ],
    ['a handler alone', around(subProcess('<task id="h" isForCompensation="true"/>')), ['!beginning x']],
  ])('finds %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
