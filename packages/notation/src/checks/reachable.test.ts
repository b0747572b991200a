import { describe, expect, it } from 'vitest';
import { around, flow, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('reachable');

describe('reachable', () => {
  it('accepts what the start leads to, and loops', async () => {
    expect(await marks(around(`<task id="x"/>${flow('x', 'x', '=a')}`))).toEqual([]);
  });

  it('warns of islands', async () => {
    expect(await complaints(around('<task id="x"/><task id="y" name="Lost"/>'))).toEqual([
      "Expected 'Lost' to be reachable from a start event, but found no way to it",
    ]);
  });

  it('follows boundary events', async () => {
    const xml = around(
      `<task id="x"/><boundaryEvent id="b" attachedToRef="x"/><task id="y"/>${flow('b', 'y')}`,
    );
    expect(await marks(xml)).toEqual([]);
  });
});
