import { describe, expect, it } from 'vitest';
import { chain, definitions, judging, subProcess } from '../testing/bpmn.ts';

const { marks } = judging('compensation-target');
const thrown = (attributes: string, more: string) =>
  chain(
    `<task id="x"/><intermediateThrowEvent id="y"><compensateEventDefinition ${attributes}/></intermediateThrowEvent>${more}`,
    'x',
    'y',
  );

describe('compensation-target', () => {
  it.each([
    ['everything', thrown('', '')],
    [
      'an activity with a handler',
      thrown(
        'activityRef="x"',
        `<boundaryEvent id="b" attachedToRef="x"><compensateEventDefinition/></boundaryEvent><task id="h" isForCompensation="true"/><association id="a" sourceRef="b" targetRef="h"/>`,
      ),
    ],
    ['a subprocess', thrown('activityRef="z"', subProcess('<task id="t"/>', 'z'))],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'an activity of a subprocess beside it',
      thrown('activityRef="t"', subProcess('<task id="t"/>', 'z')),
      ['!compensation-target y'],
    ],
    [
      'an activity of the scope around its subprocess',
      chain(
        `<task id="x"/>${subProcess('<intermediateThrowEvent id="y"><compensateEventDefinition activityRef="x"/></intermediateThrowEvent>', 'z')}`,
        'x',
        'z',
      ),
      ['!compensation-target y'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });

  it.each([
    ['an activity without', thrown('activityRef="x"', ''), ['compensation-target y']],
    [
      'an activity of another process',
      definitions(`<process id="q"><task id="far"/></process>`).replace('</definitions>', '') +
        thrown('activityRef="far"', '').slice(thrown('', '').indexOf('<process')),
      ['compensation-target y'],
    ],
  ])('warns of %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
