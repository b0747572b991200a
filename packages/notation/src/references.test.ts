import { describe, expect, it } from 'vitest';
import { around, marksOf, modelOf, nodeIn } from './testing/bpmn.ts';

describe('references', () => {
  it('are found without their prefix, in lists as well', async () => {
    const xml = around(
      '<intermediateCatchEvent id="x"><eventDefinitionRef>t:a</eventDefinitionRef><eventDefinitionRef>t:b</eventDefinitionRef></intermediateCatchEvent>',
    ).replace(
      '<process',
      '<signal id="si" name="S"/><signalEventDefinition id="a" signalRef="t:si"/><signalEventDefinition id="b" signalRef="si"/><process',
    );
    expect(nodeIn(await modelOf(xml), 'intermediateCatchEvent').triggers).toHaveLength(2);
  });

  it('to types in other files are noted', async () => {
    const xml = around('<task id="x"/><dataObject id="d" itemSubjectRef="xsd:string"/>');
    expect(await marksOf(xml)).toEqual(['unresolved-type d']);
  });

  it('to nothing are refused, with or without a prefix', async () => {
    expect(await marksOf(around('<receiveTask id="x" messageRef="t:ghost"/>'))).toEqual([
      '!unresolved-reference x',
    ]);
  });
});
