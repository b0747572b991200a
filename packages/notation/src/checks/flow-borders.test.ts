import { describe, expect, it } from 'vitest';
import { around, chain, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks, complaints } = judging('flow-borders');

describe('flow-borders', () => {
  it('accepts flows within a subprocess', async () => {
    expect(
      await marks(around(subProcess(`<startEvent id="is"/><endEvent id="ie"/>${flow('is', 'ie')}`))),
    ).toEqual([]);
  });

  it('refuses flows across its border', async () => {
    const xml = chain(
      `${subProcess(`<startEvent id="is"/><task id="t"/>${flow('is', 't')}${flow('t', 'y')}`)}<task id="y"/>`,
      'x',
      'y',
    );
    expect(await complaints(xml)).toEqual([
      "Expected sequence flow 't-y' to stay within its subprocess, but found it leading from 't' across a border to 'y'",
    ]);
  });
});
