import { describe, expect, it } from 'vitest';
import { around, flow, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('event-direction');

describe('event-direction', () => {
  it('accepts what flows from start to end', async () => {
    expect(await marks(around('<task id="x"/>'))).toEqual([]);
  });

  it('refuses what flows back', async () => {
    expect(
      await complaints(
        around(`<task id="x"/>${flow('x', 's', undefined, 'back')}${flow('e', 'x', undefined, 'on')}`),
      ),
    ).toEqual([
      "Expected no flow into start event 's', but found 'back'",
      "Expected no flow out of end event 'e', but found 'on'",
    ]);
  });
});
