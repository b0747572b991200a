import { describe, expect, it } from 'vitest';
import { chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('compensation-handler');
const undone = (handler: string, more: string) =>
  chain(
    `<task id="x"/><boundaryEvent id="b" attachedToRef="x"><compensateEventDefinition/></boundaryEvent>${handler}${more}`,
    'x',
  );
const association = '<association id="a" sourceRef="b" targetRef="h"/>';
const handler = '<task id="h" isForCompensation="true"/>';

describe('compensation-handler', () => {
  it.each([['an association', undone(handler, association)]])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['no association', undone(handler, ''), ['compensation-handler h', 'compensation-handler b']],
    ['a flow from it', undone(handler, `${association}${flow('h', 'e')}`), ['!compensation-handler h']],
    ['no mark', undone('<task id="h"/>', association), ['!compensation-handler h']],
  ])('finds %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
