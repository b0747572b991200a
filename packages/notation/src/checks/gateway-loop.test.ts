import { describe, expect, it } from 'vitest';
import { bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks, complaints } = judging('gateway-loop');

describe('gateway-loop', () => {
  const loop = (between: string, id: string) =>
    bpmn(`<startEvent id="s"/><exclusiveGateway id="a"/><exclusiveGateway id="b" default="b-e"/>${between}<endEvent id="e"/>
      ${flow('s', 'a')}${flow('a', 'b')}${flow('b', id, '=again')}${id === 'a' ? '' : flow(id, 'a')}${flow('b', 'e')}`);

  it('accepts a loop with work in it', async () => {
    expect(await marks(loop('<userTask id="u"/>', 'u'))).toEqual([]);
  });

  it('warns of a loop of gateways', async () => {
    expect(await complaints(loop('', 'a'))).toEqual([
      "Expected every loop to pass a task or an event, but found one of gateways only: 'a', 'b'",
    ]);
  });

  it('names a few of many, and not what only leads there', async () => {
    const ids = Array.from({ length: 7 }, (_, index) => `g${index}`);
    const gateways = ids.map((id) => `<parallelGateway id="${id}"/>`).join('');
    const flows = ids.map((id, index) => flow(id, ids[(index + 1) % ids.length] ?? '')).join('');
    const xml = bpmn(
      `<startEvent id="s"/><parallelGateway id="in"/><parallelGateway id="out"/>${gateways}${flow('s', 'in')}${flow('in', 'g0')}${flow('g3', 'out')}${flows}`,
    );
    expect(await complaints(xml)).toEqual([expect.stringContaining("'g0', 'g1', 'g2', 'g3', 'g4' and more")]);
  });
});
