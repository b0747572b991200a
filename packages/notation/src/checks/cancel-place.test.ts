import { describe, expect, it } from 'vitest';
import { around, chain, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('cancel-place');
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );
const inside = '<startEvent id="is"/><endEvent id="ie"><cancelEventDefinition/></endEvent>';

describe('cancel-place', () => {
  it.each([
    [
      'within and on a transaction',
      onBorder('<cancelEventDefinition/>', '', `<transaction id="x">${inside}</transaction>`),
    ],
    ['deeper within', around(`<transaction id="x"><subProcess id="y">${inside}</subProcess></transaction>`)],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['within a subprocess', around(subProcess(inside)), ['!cancel-place ie']],
    ['on a task', onBorder('<cancelEventDefinition/>'), ['!cancel-place b']],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
