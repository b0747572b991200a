import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('id-and-name');

describe('id-and-name', () => {
  it('accepts 255 and 1,000 characters', async () => {
    expect(await marks(around(`<task id="x" name="${'n'.repeat(1_000)}"/>`))).toEqual([]);
  });

  it.each([
    ['an id', `<task id="${'y'.repeat(256)}"/>`, 'at most 255 characters, but found 256'],
    [
      'a name',
      `<task id="y" name="${'n'.repeat(1_001)}"/>`,
      "Expected the name of 'y' to have at most 1000 characters, but found 1001",
    ],
    [
      'a documentation',
      `<task id="y"><documentation>${'d'.repeat(100_001)}</documentation></task>`,
      'at most 100000 characters',
    ],
    ['__proto__', '<task id="__proto__"/>', "Expected an id other than '__proto__', but found it"],
  ])('refuses %s', async (_name, element, message) => {
    expect(await complaints(around(`<task id="x"/>${element}`))).toEqual([expect.stringContaining(message)]);
  });
});
