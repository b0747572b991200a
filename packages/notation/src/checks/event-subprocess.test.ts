import { describe, expect, it } from 'vitest';
import { chain, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('event-subprocess');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );
const eventSub = (start: string, id = 'sub', attributes = '') =>
  `<subProcess id="${id}" triggeredByEvent="true" ${attributes}><startEvent id="${id}s">${start}</startEvent><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}</subProcess>`;

describe('event-subprocess', () => {
  it.each([
    [
      'one start and no flows',
      rooted(chain(`<task id="x"/>${eventSub('<signalEventDefinition signalRef="si"/>')}`, 'x')),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'no start',
      chain('<task id="x"/><subProcess id="sub" triggeredByEvent="true"><task id="t"/></subProcess>', 'x'),
      ['!event-subprocess sub'],
    ],
    [
      'two starts',
      rooted(
        chain(
          '<task id="x"/><subProcess id="sub" triggeredByEvent="true"><startEvent id="a"><signalEventDefinition signalRef="si"/></startEvent><startEvent id="b"><signalEventDefinition signalRef="si"/></startEvent></subProcess>',
          'x',
        ),
      ),
      ['!event-subprocess sub'],
    ],
    [
      'a transaction',
      rooted(
        chain(
          '<task id="x"/><transaction id="sub" triggeredByEvent="true"><startEvent id="a"><signalEventDefinition signalRef="si"/></startEvent></transaction>',
          'x',
        ),
      ),
      ['!event-subprocess sub'],
    ],
    [
      'a flow to it',
      rooted(chain(eventSub('<signalEventDefinition signalRef="si"/>', 'x'), 'x')),
      ['!event-subprocess x', '!event-subprocess x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
