import { describe, expect, it } from 'vitest';
import { around, bpmn, judging } from '../testing/bpmn.ts';

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
      'something before a gateway',
      around('<eventBasedGateway id="x" instantiate="true"/>'),
      ['!instantiation x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
