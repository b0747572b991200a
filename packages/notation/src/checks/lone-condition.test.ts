import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('lone-condition');

describe('lone-condition', () => {
  it.each([
    ['another flow beside it', around(`<task id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`)],
    ['a gateway', bpmn(`<exclusiveGateway id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`)],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'none beside it',
      bpmn(`<task id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`),
      ['lone-condition x-y'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
