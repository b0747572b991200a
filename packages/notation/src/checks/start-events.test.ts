import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('start-events');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );

describe('start-events', () => {
  it.each([
    ['one', around('<task id="x"/>')],
    [
      'several of which one alone is without a trigger',
      rooted(
        bpmn(
          `<startEvent id="a"/><startEvent id="b"><signalEventDefinition signalRef="si"/></startEvent><endEvent id="e"/>${flow('a', 'e')}${flow('b', 'e')}`,
        ),
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'several in a process',
      bpmn(`<startEvent id="a"/><startEvent id="b"/><endEvent id="e"/>${flow('a', 'e')}${flow('b', 'e')}`),
      ['start-events p'],
    ],
    [
      'several in a subprocess',
      around(subProcess('<startEvent id="a"/><startEvent id="b"/>')),
      ['start-events x'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
