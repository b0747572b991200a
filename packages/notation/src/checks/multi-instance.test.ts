import { describe, expect, it } from 'vitest';
import { around, judging } from '../testing/bpmn.ts';

const { marks } = judging('multi-instance');
const repeated = (content: string, attributes = '') =>
  around(
    `<task id="x"><multiInstanceLoopCharacteristics ${attributes}>${content}</multiInstanceLoopCharacteristics></task>`,
  );
const cardinality = '<loopCardinality>3</loopCardinality>';

describe('multi-instance', () => {
  it.each([
    ['a cardinality', repeated(cardinality)],
    ['a collection', repeated('', 'camunda:collection="a"')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['neither', repeated(''), ['!multi-instance x']],
    ['both', repeated(cardinality, 'camunda:collection="a"'), ['!multi-instance x']],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
