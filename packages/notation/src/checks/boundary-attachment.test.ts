import { describe, expect, it } from 'vitest';
import { around, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('boundary-attachment');

describe('boundary-attachment', () => {
  it('accepts an event on a task beside it', async () => {
    expect(await marks(around('<task id="x"/><boundaryEvent id="b" attachedToRef="x"/>'))).toEqual([]);
  });

  it.each([
    ['nothing', '<boundaryEvent id="b"/>'],
    ['an event', '<boundaryEvent id="b" attachedToRef="s"/>'],
    [
      'a task inside a subprocess',
      `${subProcess('<startEvent id="is"/><task id="t"/>', 'sub')}<boundaryEvent id="b" attachedToRef="t"/>`,
    ],
  ])('refuses one on %s', async (_name, element) => {
    expect(await marks(around(`<task id="x"/>${element}`))).toEqual(['!boundary-attachment b']);
  });
});
