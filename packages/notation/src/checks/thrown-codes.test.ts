import { describe, expect, it } from 'vitest';
import { around, bpmn, judging } from '../testing/bpmn.ts';

const { marks } = judging('thrown-code');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );

describe('thrown-code', () => {
  it.each([
    [
      'errors and escalations with codes',
      rooted(
        bpmn(
          '<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="er"/><escalationEventDefinition escalationRef="es"/></endEvent>',
        ),
      ),
    ],
    [
      'a code in place of the error',
      bpmn('<startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="E7"/></endEvent>'),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'an error without',
      bpmn('<startEvent id="s"/><endEvent id="e"><errorEventDefinition/></endEvent>'),
      ['!thrown-code e'],
    ],
    [
      'an escalation without',
      around('<intermediateThrowEvent id="x"><escalationEventDefinition/></intermediateThrowEvent>'),
      ['!thrown-code x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
