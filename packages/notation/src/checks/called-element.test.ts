import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('called-element');

describe('called-element', () => {
  it.each([
    ['a process of another file', around('<callActivity id="x" calledElement="q"/>')],
    ['an expression', around('<callActivity id="x" calledElement="${q}"/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['nothing', around('<callActivity id="x"/>'), ['!called-element x']],
    [
      'a drawing',
      around('<callActivity id="x" calledElement="q"/>').replace(
        '<process',
        '<process id="q" isExecutable="false"/><process',
      ),
      ['called-element x'],
    ],
  ])('finds %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
