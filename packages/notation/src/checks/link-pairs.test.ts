import { describe, expect, it } from 'vitest';
import { bpmn, flow, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('link-pair');
const throwing = (id: string, name = 'l') =>
  `<intermediateThrowEvent id="${id}"><linkEventDefinition name="${name}"/></intermediateThrowEvent>`;
const catching = (id: string, name = 'l') =>
  `<intermediateCatchEvent id="${id}"><linkEventDefinition name="${name}"/></intermediateCatchEvent>`;
const linked = (content: string) => bpmn(`<startEvent id="s"/><endEvent id="e"/>${content}`);

describe('link-pair', () => {
  it.each([
    [
      'two throws and one catch',
      linked(
        throwing('a') + throwing('b') + catching('c') + flow('s', 'a') + flow('s', 'b') + flow('c', 'e'),
      ),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['a throw alone', linked(throwing('a')), ['!link-pair a']],
    ['a catch alone', linked(catching('c')), ['link-pair c']],
    ['two catches', linked(throwing('a') + catching('b') + catching('c')), ['!link-pair c']],
    [
      'a catch in another scope',
      linked(throwing('a') + subProcess(catching('c'))),
      ['!link-pair a', 'link-pair c'],
    ],
    ['a flow into a catch', linked(throwing('a') + catching('c') + flow('s', 'c')), ['!link-pair c']],
    ['a flow out of a throw', linked(throwing('a') + catching('c') + flow('a', 'e')), ['!link-pair a']],
    ['no name', linked(throwing('a', '') + catching('c', '')), ['!link-pair c', '!link-pair a']],
  ])('finds %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
