import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('multi-instance-events');
const repeated = (content: string, attributes = '') =>
  around(
    `<task id="x"><multiInstanceLoopCharacteristics ${attributes}>${content}</multiInstanceLoopCharacteristics></task>`,
  );
const cardinality = '<loopCardinality>3</loopCardinality>';
const rooted = (xml: string) =>
  xml.replace(
    '<process',
    '<signal id="si" name="S"/><signalEventDefinition id="sd" signalRef="si"/><process',
  );

describe('multi-instance-events', () => {
  it.each([
    ['no event to throw', repeated(cardinality)],
    ['the event to throw', rooted(repeated(cardinality, 'behavior="One" oneBehaviorEventRef="sd"'))],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['no event for one', repeated(cardinality, 'behavior="One"'), ['multi-instance-events x']],
    ['no definition for complex', repeated(cardinality, 'behavior="Complex"'), ['multi-instance-events x']],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
