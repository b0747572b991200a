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

  it('warns of a default flow that is not said to be one', async () => {
    expect(await marks(gateway('', flow('g', 'b')))).toEqual(['exclusive-choice g-b']);
  });

  it('refuses flows that nothing chooses', async () => {
    const third = `<endEvent id="c"/>${flow('g', 'b')}${flow('g', 'c')}`;
    expect(await marks(gateway('', third))).toEqual(['!exclusive-choice g-b', '!exclusive-choice g-c']);
    expect(await marks(gateway('default="g-b"', third))).toEqual(['!exclusive-choice g-c']);
  });
});
