import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('ad-hoc');

describe('ad-hoc', () => {
  it.each([['activities', around('<adHocSubProcess id="x"><task id="t"/></adHocSubProcess>')]])(
    'accepts %s',
    async (_name, xml) => {
      expect(await marks(xml)).toEqual([]);
    },
  );

  it.each([
    ['nothing to do', around('<adHocSubProcess id="x"/>'), ['!ad-hoc x']],
    [
      'a start and an end',
      around(
        '<adHocSubProcess id="x"><startEvent id="is"/><task id="t"/><endEvent id="ie"/></adHocSubProcess>',
      ),
      ['!ad-hoc x', '!ad-hoc x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
