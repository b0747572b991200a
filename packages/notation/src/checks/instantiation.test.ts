import { describe, expect, it } from 'vitest';
import { around, bpmn, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('instantiation');

describe('instantiation', () => {
  it.each([
    ['nothing before it', bpmn('<receiveTask id="x" instantiate="true"/>')],
    ['something before what only waits', around('<receiveTask id="x"/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'something before a receive task',
      around('<receiveTask id="x" instantiate="true"/>'),
      ['!instantiation x'],
    ],
    [
      'a receive task in a subprocess',
      around(subProcess('<receiveTask id="r" instantiate="true"/>')),
      ['!instantiation r'],
    ],
    [
      'something before a gateway',
      around('<eventBasedGateway id="x" instantiate="true"/>'),
      ['!instantiation x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
