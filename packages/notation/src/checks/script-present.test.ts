import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('script-present');

describe('script-present', () => {
  it('accepts a script', async () => {
    expect(
      await marks(around('<scriptTask id="x" scriptFormat="javascript"><script>1</script></scriptTask>')),
    ).toEqual([]);
  });

  it.each(['javascript', 'feel'])('refuses none in %s', async (language) => {
    expect(await complaints(around(`<scriptTask id="x" scriptFormat="${language}"/>`))).toEqual([
      "Expected a script in task 'x', but found none",
    ]);
  });
});
