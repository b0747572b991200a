import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('token-quantity');
const task = (attributes: string) => around(`<task id="x" ${attributes}/>`);

describe('token-quantity', () => {
  it.each([
    ['nothing said', ''],
    ['one of each', 'startQuantity="1" completionQuantity="1"'],
    ['several', 'startQuantity="2" completionQuantity="1000"'],
  ])('accepts %s', async (_name, attributes) => {
    expect(await marks(task(attributes))).toEqual([]);
  });

  it.each([
    ['no token to begin with', 'startQuantity="0"'],
    ['less than none', 'completionQuantity="-1"'],
    ['more than anybody draws', 'completionQuantity="1001"'],
    ['a word', 'startQuantity="two"'],
    ['a fraction', "completionQuantity = '1.5'"],
    ['a number with more behind it', 'startQuantity="2x"'],
  ])('refuses %s', async (_name, attributes) => {
    expect(await marks(task(attributes))).toEqual(['!token-quantity x']);
  });

  it('says what was expected and what was found', async () => {
    expect(await complaints(task('startQuantity="0"'))).toEqual([
      "Expected startQuantity of 'x' to be a whole number from 1 to 1000, but found 0",
    ]);
    expect(await complaints(task('startQuantity="1.5"'))).toEqual([
      "Expected startQuantity of 'x' to be a whole number, but found '1.5'",
    ]);
  });

  it('does not look into texts', async () => {
    const xml = around('<task id="x"><documentation>&lt;a startQuantity="1.5"/&gt;</documentation></task>');
    expect(await marks(xml)).toEqual([]);
  });
});
