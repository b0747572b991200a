import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('flow-ends');

describe('flow-ends', () => {
  it('accepts flows between nodes', async () => {
    expect(await marks(around('<task id="x"/>'))).toEqual([]);
  });

  it.each([
    ['<sequenceFlow id="f" sourceRef="x"/>', ['!flow-ends f']],
    ['<sequenceFlow id="f"/>', ['!flow-ends f', '!flow-ends f']],
    ['<sequenceFlow id="f" sourceRef="x" targetRef="p"/>', ['!flow-ends f']],
  ])('refuses %s', async (broken, expected) => {
    expect(await marks(around(`<task id="x"/>${broken}`))).toEqual(expected);
  });
});
