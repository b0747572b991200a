import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('endless-loop');

describe('endless-loop', () => {
  it.each([
    ['a maximum', around('<task id="x"><standardLoopCharacteristics loopMaximum="3"/></task>')],
    [
      'a condition',
      around(
        '<task id="x"><standardLoopCharacteristics><loopCondition>a</loopCondition></standardLoopCharacteristics></task>',
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([['neither', around('<task id="x"><standardLoopCharacteristics/></task>'), ['endless-loop x']]])(
    'warns of %s',
    async (_name, xml, expected) => {
      expect(await marks(xml)).toEqual(expected);
    },
  );
});
