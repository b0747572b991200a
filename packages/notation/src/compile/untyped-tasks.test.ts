import { describe, expect, it } from 'vitest';
import { definitions, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

/** Pools `p` with the task `x` and a user task `y`, `q` that runs, and `b` of which nothing is known. */
const pools = (messageFlows: string, { x = '<task id="x"/>', q = 'true', send = '' } = {}) =>
  definitions(`<message id="m" name="Paid"/><message id="n" name="Owed"/>
    <collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb" processRef="q"/><participant id="b"/>${messageFlows}</collaboration>
    <process id="p" isExecutable="true"><startEvent id="s"/>${x}<userTask id="y" camunda:assignee="a"/><endEvent id="e"/>${flow('s', 'x')}${flow('x', 'y')}${flow('y', 'e')}</process>
    <process id="q" isExecutable="${q}"><startEvent id="qs"/><sendTask id="out" ${send}/><receiveTask id="in"/><receiveTask id="named" messageRef="m"/><manualTask id="z"/><endEvent id="qe"/>
      ${flow('qs', 'out')}${flow('out', 'in')}${flow('in', 'named')}${flow('named', 'z')}${flow('z', 'qe')}</process>`);
const between = (...ends: readonly (readonly [string, string])[]) =>
  ends
    .map(([from, to]) => `<messageFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"/>`)
    .join('');
const names = (messages: readonly { readonly name: { readonly source: string } }[]) =>
  messages.map(({ name }) => name.source);
const messagesAt = async (xml: string, type: 'task' | 'manualTask' = 'task') => {
  const { sends, awaits } = nodeIn(await modelOf(xml), type);
  return { sends: names(sends), awaits: names(awaits) };
};

describe('the messages of a task without a type', () => {
  it.each([
    ['none without message flows', '', { sends: [], awaits: [] }],
    ['sent to what waits', between(['x', 'in']), { sends: ['x-in'], awaits: [] }],
    ['named by what waits for them', between(['x', 'named']), { sends: ['Paid'], awaits: [] }],
    ['awaited from what sends', between(['out', 'x']), { sends: [], awaits: ['out-x'] }],
    ['both', between(['x', 'z'], ['z', 'x']), { sends: ['x-z'], awaits: ['z-x'] }],
    ['several', between(['x', 'z'], ['x', 'in']), { sends: ['x-z', 'x-in'], awaits: [] }],
    [
      'none from or to a pool of which nothing is known',
      between(['x', 'b'], ['b', 'x']),
      { sends: [], awaits: [] },
    ],
    ['none to a whole pool', between(['x', 'pb']), { sends: [], awaits: [] }],
  ])('are %s', async (_name, messageFlows, expected) => {
    expect(await messagesAt(pools(messageFlows))).toEqual(expected);
  });

  it('are none where the other pool is only drawn', async () => {
    const xml = pools(between(['x', 'in'], ['out', 'x']), { q: 'false' });
    expect(await messagesAt(xml)).toEqual({ sends: [], awaits: [] });
  });

  it('are those of a manual task, too', async () => {
    const xml = pools(between(['x', 'in']), { x: '<manualTask id="x"/>' });
    const model = await modelOf(xml);
    expect(names(nodeIn(model, 'manualTask').sends)).toEqual(['x-in']);
  });

  it('are named by what sends them where the flow and its target name none', async () => {
    expect(await messagesAt(pools(between(['out', 'x']), { send: 'messageRef="n"' }))).toEqual({
      sends: [],
      awaits: ['Owed'],
    });
  });

  it('all go by the first flow into a target that waits for one message', async () => {
    expect(await messagesAt(pools(between(['z', 'x'], ['x', 'in'])))).toMatchObject({ sends: ['x-in'] });
    const two = pools(`<messageFlow id="first" sourceRef="b" targetRef="in"/>${between(['x', 'in'])}`);
    expect(await messagesAt(two)).toMatchObject({ sends: ['first'] });
  });
});

describe('a message flow along which nothing goes', () => {
  it.each([
    ['from a user task', between(['y', 'in']), 'y-in'],
    ['to a user task', between(['out', 'y']), 'out-y'],
  ])('is told of: %s', async (_name, messageFlows, id) => {
    expect(await marksOf(pools(messageFlows))).toContain(`message-flow ${id}`);
  });

  it('is told of where its ends name two messages', async () => {
    const xml = pools(between(['x', 'named']), { x: '<sendTask id="x" messageRef="n"/>' });
    expect(await marksOf(xml)).toContain('message-flow x-named');
  });
});
