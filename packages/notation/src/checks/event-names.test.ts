import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('event-name');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );

describe('event-name', () => {
  it.each([
    [
      'named messages and signals',
      rooted(
        around(
          '<intermediateCatchEvent id="x"><signalEventDefinition signalRef="si"/><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        ),
      ),
    ],
    [
      'the id for a name',
      rooted(
        around(
          '<intermediateThrowEvent id="x"><signalEventDefinition signalRef="si"/></intermediateThrowEvent>',
        ),
      ).replace(' name="S"', ''),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'a message from nowhere',
      around('<intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent>'),
      ['!event-name x'],
    ],
    [
      'a signal without a name',
      around('<intermediateThrowEvent id="x"><signalEventDefinition/></intermediateThrowEvent>'),
      ['!event-name x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
