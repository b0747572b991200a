import { describe, expect, it } from 'vitest';
import { bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('join-deadlock');
const branched = (split: string, join: string) =>
  bpmn(
    `<startEvent id="s"/><${split} id="x" default="x-a"/><task id="a"/><task id="b"/><${join} id="j"/><endEvent id="e"/>
    ${flow('s', 'x')}${flow('x', 'a')}${split === 'exclusiveGateway' ? flow('x', 'b', '=c') : flow('x', 'b')}${flow('a', 'j')}${flow('b', 'j')}${flow('j', 'e')}`.replace(
      split === 'parallelGateway' ? ' default="x-a"' : '',
      '',
    ),
  );

describe('join-deadlock', () => {
  it.each([
    ['a fork and its join', branched('parallelGateway', 'parallelGateway')],
    ['alternatives that merge', branched('exclusiveGateway', 'exclusiveGateway')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['alternatives to be joined', branched('exclusiveGateway', 'parallelGateway'), ['join-deadlock j']],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
