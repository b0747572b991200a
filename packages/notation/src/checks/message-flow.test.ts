import { describe, expect, it } from 'vitest';
import { definitions, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('message-flow');
const pools = (messageFlow: string) =>
  definitions(`<message id="m" name="M"/><collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb" processRef="q"/><participant id="box"/>${messageFlow}</collaboration>
    <process id="p" isExecutable="true"><startEvent id="s"/><task id="t"/><intermediateThrowEvent id="out"><messageEventDefinition messageRef="m"/></intermediateThrowEvent><exclusiveGateway id="g"/><endEvent id="e"/>${flow('s', 't')}${flow('t', 'out')}${flow('out', 'g')}${flow('g', 'e')}</process>
    <process id="q" isExecutable="true"><startEvent id="qs"><messageEventDefinition messageRef="m"/></startEvent><endEvent id="qe"/>${flow('qs', 'qe')}</process>`);
const from = (source: string, target: string) =>
  pools(`<messageFlow id="f" sourceRef="${source}" targetRef="${target}"/>`);

describe('message-flow', () => {
  it.each([
    ['an event to an event', from('out', 'qs')],
    ['a task to a pool', from('t', 'box')],
    ['a pool to an event', from('box', 'qs')],
    ['a pool to a pool', from('pa', 'pb')],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    ['one pool', from('out', 't'), ['!message-flow f']],
    ['a pool to itself', from('t', 'pa'), ['!message-flow f']],
    ['a gateway', from('g', 'qs'), ['!message-flow f']],
    ['an event that sends', from('box', 'out'), ['!message-flow f']],
    ['an event that ends', from('t', 'qe'), ['!message-flow f']],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
