import { describe, expect, it } from 'vitest';
import { decision, dmn, requires } from '../../testing/dmn.ts';
import { compileDmn } from '../compile-dmn.ts';

/** `d0`, required by `d1`, and so on; the last comes first in the file. */
function tower(height: number): string {
  const decisions = Array.from({ length: height }, (_, index) =>
    decision(`d${index}`, '1', index === 0 ? '' : requires('Decision', `d${index - 1}`)),
  );
  return dmn(decisions.reverse().join('\n'));
}

describe('decisions that require each other', () => {
  it('may do so five hundred deep', async () => {
    expect(await compileDmn(tower(500))).toMatchObject({ kind: 'compiled' });
  });

  it.each([501, 1_000])('are refused %i deep', async (height) => {
    const compilation = await compileDmn(tower(height));
    expect(compilation.kind).toBe('refused');
    expect(compilation.findings.map(({ rule, message }) => [rule, message])).toEqual([
      [
        'requirement-depth',
        "Expected decisions that require each other at most 500 deep, but found 'd500' deeper",
      ],
    ]);
  });
});
