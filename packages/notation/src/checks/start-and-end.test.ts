import { describe, expect, it } from 'vitest';
import { around, bpmn, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('start-and-end');

describe('start-and-end', () => {
  it.each([
    ['both', around('<task id="x"/>')],
    ['neither', bpmn('<task id="x"/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['a start alone', bpmn('<startEvent id="s"/>'), ['start-and-end p']],
    ['an end alone', around(subProcess('<endEvent id="ie"/>')), ['start-and-end x']],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
