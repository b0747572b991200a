import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('default-flow');

describe('default-flow', () => {
  it('accepts a default that leaves its element', async () => {
    expect(await marks(around('<task id="x" default="x-e"/>'))).toEqual([]);
  });

  it('refuses one that leaves another', async () => {
    expect(await complaints(around('<task id="x" default="s-x"/>'))).toEqual([
      "Expected the default flow of 'x' to leave it, but found 's-x'",
    ]);
  });
});
