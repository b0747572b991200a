import { describe, expect, it } from 'vitest';
import { around, chain, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('cancel-caught');
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );
const inside = '<startEvent id="is"/><endEvent id="ie"><cancelEventDefinition/></endEvent>';

describe('cancel-caught', () => {
  it.each([
    [
      'a border that catches it',
      onBorder('<cancelEventDefinition/>', '', `<transaction id="x">${inside}</transaction>`),
    ],
    ['nothing to cancel', around(subProcess(inside))],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'a bare border',
      around(`<transaction id="x"><subProcess id="y">${inside}</subProcess></transaction>`),
      ['cancel-caught x'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
