import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('inclusive-choice');

describe('inclusive-choice', () => {
  it.each([
    [
      'a default',
      around(`<inclusiveGateway id="x" default="x-e"/><endEvent id="y"/>${flow('x', 'y', '=a')}`),
    ],
    [
      'a flow without condition',
      around(`<inclusiveGateway id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`),
    ],
    ['one way', around('<complexGateway id="x"/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'conditions alone',
      bpmn(
        `<inclusiveGateway id="x"/><endEvent id="y"/><endEvent id="z"/>${flow('x', 'y', '=a')}${flow('x', 'z', '=b')}`,
      ),
      ['inclusive-choice x'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
