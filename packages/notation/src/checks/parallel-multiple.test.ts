import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('parallel-multiple');
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<message id="m" name="M"/><signal id="si" name="S"/><error id="er" errorCode="E"/><escalation id="es" escalationCode="L"/><process',
  );

describe('parallel-multiple', () => {
  it.each([
    [
      'all of two',
      rooted(
        around(
          '<intermediateCatchEvent id="x" parallelMultiple="true"><signalEventDefinition signalRef="si"/><messageEventDefinition messageRef="m"/></intermediateCatchEvent>',
        ),
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'all of one',
      rooted(
        around(
          '<intermediateCatchEvent id="x" parallelMultiple="true"><signalEventDefinition signalRef="si"/></intermediateCatchEvent>',
        ),
      ),
      ['parallel-multiple x'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
