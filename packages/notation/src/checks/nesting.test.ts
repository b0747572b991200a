import { describe, expect, it } from 'vitest';
import { chain, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks, complaints } = judging('nesting');

describe('nesting', () => {
  const nested = (depth: number): string => {
    const inner = depth === 0 ? '<task id="t"/>' : nested(depth - 1);
    const first = depth === 0 ? 't' : `x${depth - 1}`;
    return subProcess(`<startEvent id="s${depth}"/>${inner}${flow(`s${depth}`, first)}`, `x${depth}`);
  };

  it('accepts 200 subprocesses in each other', async () => {
    expect(await marks(chain(nested(199), 'x199'))).toEqual([]);
  });

  it('refuses one more', async () => {
    expect(await complaints(chain(nested(200), 'x200'))).toEqual([
      "Expected subprocesses nested at most 200 deep, but found 'x0' deeper",
    ]);
  });
});
