import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const roots = `<message id="m" name="Paid"/><message id="k"/>
  <signal id="si" name="Alarm"/><error id="er" errorCode="E1"/>
  <error id="bare"/>
  <escalation id="es" escalationCode="L1"/>`;
const withRoots = (xml: string) => xml.replace('<process', `${roots}<process`);

const thrown = async (definition: string) =>
  nodeIn(
    await modelOf(withRoots(around(`<intermediateThrowEvent id="x">${definition}</intermediateThrowEvent>`))),
    'intermediateThrowEvent',
  ).throws;
const atEnd = async (definition: string) =>
  nodeIn(
    await modelOf(
      withRoots(bpmn(`<startEvent id="s"/><endEvent id="x">${definition}</endEvent>${flow('s', 'x')}`)),
    ),
    'endEvent',
  ).throws;

describe('what is thrown', () => {
  it.each([
    [
      '<messageEventDefinition messageRef="m"/>',
      { kind: 'message', name: literal('Paid'), correlationKey: null, job: null },
    ],
    ['<signalEventDefinition signalRef="si"/>', { kind: 'signal', name: literal('Alarm') }],
    [
      '<escalationEventDefinition escalationRef="es"/>',
      { kind: 'escalation', escalationCode: literal('L1') },
    ],
    ['<compensateEventDefinition/>', { kind: 'compensation', activityId: null, waitForCompletion: true }],
  ])('on the way and at the end: %s', async (definition, what) => {
    expect(await thrown(definition)).toEqual([what]);
    expect(await atEnd(definition)).toEqual([what]);
  });

  it.each([
    ['<terminateEventDefinition/>', { kind: 'terminate' }],
    ['<errorEventDefinition errorRef="er"/>', { kind: 'error', errorCode: literal('E1'), message: null }],
    ['<errorEventDefinition errorRef="E9"/>', { kind: 'error', errorCode: literal('E9'), message: null }],
  ])('at the end: %s', async (definition, what) => {
    expect(await atEnd(definition)).toEqual([what]);
  });

  it('brings the variables a signal names', async () => {
    const ins = '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${x}" target="y"/>';
    const written = (bindings: string) =>
      thrown(
        `<signalEventDefinition signalRef="si"><extensionElements>${bindings}</extensionElements></signalEventDefinition>`,
      );
    expect(await written(ins)).toEqual([
      {
        kind: 'signal',
        name: literal('Alarm'),
        carries: {
          every: 'none',
          mappings: [
            { target: 'b', expression: { language: 'feel', source: 'a' } },
            { target: 'y', expression: { language: 'juel', source: '${x}' } },
          ],
        },
      },
    ]);
    expect(await written('<camunda:in variables="all"/>')).toMatchObject([{ carries: { every: 'all' } }]);
  });

  it('may say what is wrong', async () => {
    const xml = bpmn(
      `<startEvent id="s"/><endEvent id="x"><errorEventDefinition errorRef="told"/></endEvent>${flow('s', 'x')}`,
    ).replace('<process', '<error id="told" errorCode="E2" camunda:errorMessage="Out of ${thing}"/><process');
    expect(nodeIn(await modelOf(xml), 'endEvent').throws).toEqual([
      {
        kind: 'error',
        errorCode: literal('E2'),
        message: { language: 'juel', source: 'Out of ${thing}' },
      },
    ]);
  });

  it('is nothing, or several things', async () => {
    expect(await thrown('')).toEqual([]);
    expect(await atEnd('<terminateEventDefinition/><signalEventDefinition signalRef="si"/>')).toHaveLength(2);
  });

  it('may be a worker’s job', async () => {
    const external = await thrown(
      '<messageEventDefinition messageRef="m" camunda:type="external" camunda:topic="mail"/>',
    );
    expect(external).toMatchObject([{ kind: 'message', job: { jobType: literal('mail'), retries: 3 } }]);
    const zeebe = around(
      '<intermediateThrowEvent id="x"><extensionElements><zeebe:taskDefinition type="mail" retries="5"/></extensionElements><messageEventDefinition/></intermediateThrowEvent>',
    );
    expect(nodeIn(await modelOf(zeebe), 'intermediateThrowEvent').throws).toMatchObject([
      { name: literal('x'), job: { jobType: literal('mail'), retries: 5 } },
    ]);
  });

  const sending = (attribute: string) =>
    `<intermediateThrowEvent id="x"><messageEventDefinition messageRef="m" ${attribute}/></intermediateThrowEvent>`;

  it.each([
    ['camunda:class="a.B"', 'a.B'],
    ['camunda:delegateExpression="${bean}"', 'bean'],
  ])('is sent by a worker where a model names Java code: %s', async (attribute, jobType) => {
    const xml = withRoots(around(sending(attribute)));
    expect(nodeIn(await modelOf(xml), 'intermediateThrowEvent').throws).toMatchObject([
      { kind: 'message', job: { jobType: literal(jobType) } },
    ]);
    expect(await marksOf(xml)).toEqual(['delegate x']);
  });

  it.each([
    sending('camunda:expression="${a}"'),
    sending('camunda:class="a.B"').replaceAll('Throw', 'Catch'),
  ])('is not sent by code in the model: %s', async (event) => {
    expect(await marksOf(withRoots(around(event)))).toEqual(['!not-executable x']);
  });
});

describe('links', () => {
  it('lead to the catch of their name in their scope', async () => {
    const xml = bpmn(`<startEvent id="s"/>
      <intermediateThrowEvent id="x"><linkEventDefinition name="on"/></intermediateThrowEvent>
      <intermediateCatchEvent id="y"><linkEventDefinition name="on"/></intermediateCatchEvent>
      <endEvent id="e"/>${flow('s', 'x')}${flow('y', 'e')}`);
    const model = await modelOf(xml);
    expect(nodeIn(model, 'intermediateThrowEvent').throws).toEqual([{ kind: 'link', targetId: 'y' }]);
    expect(nodeIn(model, 'intermediateCatchEvent', 'y').triggers).toEqual([{ kind: 'link', name: 'on' }]);
    expect(await marksOf(xml)).toEqual([]);
  });
});
