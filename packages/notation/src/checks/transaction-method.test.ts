import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('transaction-method');

describe('transaction-method', () => {
  it.each([
    ['compensation', around('<transaction id="x" method="##Compensate"/>')],
    ['nothing said', around('<transaction id="x"/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([['copies', around('<transaction id="x" method="##Image"/>'), ['!transaction-method x']]])(
    'refuses %s',
    async (_name, xml, expected) => {
      expect(await marks(xml)).toEqual(expected);
    },
  );
});
