import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('exclusive-choice');

describe('exclusive-choice', () => {
  const gateway = (attributes: string, second: string) =>
    bpmn(`<startEvent id="s"/><exclusiveGateway id="g" name="Big?" ${attributes}/><endEvent id="a"/><endEvent id="b"/>
      ${flow('s', 'g')}${flow('g', 'a', '=big')}${second}`);

  it('accepts conditions and a default', async () => {
    expect(await marks(gateway('default="g-b"', flow('g', 'b')))).toEqual([]);
  });

  it('accepts a single flow without condition', async () => {
    expect(await marks(around('<exclusiveGateway id="x"/>'))).toEqual([]);
  });

  it('warns where no condition may hold', async () => {
    expect(await marks(gateway('', flow('g', 'b', '=small')))).toEqual(['exclusive-choice g']);
    expect(await complaints(gateway('', flow('g', 'b', '=small')))).toEqual([
      "Expected a default flow at gateway 'Big?' for the case that no condition holds, but found none",
    ]);
  });

  it('refuses a flow that nothing chooses', async () => {
    expect(await marks(gateway('', flow('g', 'b')))).toEqual(['!exclusive-choice g-b']);
  });
});
