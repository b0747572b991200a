import { describe, expect, it } from 'vitest';
import { bpmn, chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('interrupting');
const onBorder = (definition: string, attributes = '', host = '<task id="x"/>') =>
  chain(
    `${host}<boundaryEvent id="b" attachedToRef="x" ${attributes}>${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
    'x',
  );
const eventSub = (start: string, id = 'sub', attributes = '') =>
  `<subProcess id="${id}" triggeredByEvent="true" ${attributes}><startEvent id="${id}s">${start}</startEvent><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}</subProcess>`;

describe('interrupting', () => {
  it.each([
    ['an escalation beside', onBorder('<escalationEventDefinition/>', 'cancelActivity="false"')],
    ['an error that interrupts', onBorder('<errorEventDefinition/>')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['an error beside', onBorder('<errorEventDefinition/>', 'cancelActivity="false"'), ['!interrupting b']],
    [
      'a cancellation beside',
      onBorder('<cancelEventDefinition/>', 'cancelActivity="false"'),
      ['!interrupting b'],
    ],
    [
      'an error subprocess beside',
      chain(`<task id="x"/>${eventSub('<errorEventDefinition/>')}`, 'x').replace(
        '<startEvent id="subs"',
        '<startEvent id="subs" isInterrupting="false"',
      ),
      ['!interrupting subs'],
    ],
    [
      'a start that could interrupt nothing',
      bpmn('<startEvent id="s" isInterrupting="false"/>'),
      ['interrupting s'],
    ],
  ])('finds %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
