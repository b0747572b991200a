import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('intermediate-flow');
const thrown = '<intermediateThrowEvent id="x"/>';
const linked = (tag: string, id: string) => `<${tag} id="${id}"><linkEventDefinition name="on"/></${tag}>`;

describe('intermediate-flow', () => {
  it.each([
    ['an event between flows', around(thrown)],
    [
      'links',
      bpmn(
        `<startEvent id="s"/>${linked('intermediateThrowEvent', 'a')}${linked('intermediateCatchEvent', 'b')}<endEvent id="e"/>${flow('s', 'a')}${flow('b', 'e')}`,
      ),
    ],
    [
      'an event somebody activates',
      chain(`<adHocSubProcess id="ad"><task id="t"/>${thrown}</adHocSubProcess>`, 'ad'),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['nothing before it', bpmn(`${thrown}<endEvent id="e"/>${flow('x', 'e')}`)],
    ['nothing behind it', bpmn(`<startEvent id="s"/>${thrown}${flow('s', 'x')}`)],
  ])('refuses %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual(['!intermediate-flow x']);
  });
});
