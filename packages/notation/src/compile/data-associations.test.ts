import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const feel = (source: string) => ({ language: 'feel', source });
const juel = (source: string) => ({ language: 'juel', source });
const io =
  '<ioSpecification><dataInput id="di" name="order"/><dataOutput id="do" name="answer"/><inputSet/><outputSet/></ioSpecification>';
const objects =
  '<dataObject id="d" name="theOrder"/><dataObjectReference id="ref" dataObjectRef="d"/><dataObject id="d2" name="theAnswer"/>';
const taskWith = async (content: string) =>
  nodeIn(await modelOf(around(`${objects}<task id="x">${io}${content}</task>`)), 'task');

describe('data objects', () => {
  it('are variables of their scope, by name where it is one', async () => {
    const inner = `<dataObject id="in.ner" name="with spaces"/><startEvent id="is"/><endEvent id="ie"/>${flow('is', 'ie')}`;
    const xml = chain(
      `${objects}<property id="pr" name="__targetRef_placeholder"/><subProcess id="x"><property id="own"/>${inner}</subProcess>`,
      'x',
    ).replace('<property id="pr" name="__targetRef_placeholder"/>', '');
    expect((await modelOf(xml)).dataObjects).toEqual([
      { id: 'd', variable: 'theOrder', scopeId: null, initialValue: null },
      { id: 'd2', variable: 'theAnswer', scopeId: null, initialValue: null },
      { id: 'in.ner', variable: 'in_ner', scopeId: 'x', initialValue: null },
      { id: 'own', variable: 'own', scopeId: 'x', initialValue: null },
    ]);
  });

  it('may have a value from the start', async () => {
    const xml = bpmn(
      `<dataObject id="d"><extensionElements><a:value xmlns:a="urn:a">12</a:value></extensionElements></dataObject><startEvent id="s"/><endEvent id="e"/>${flow('s', 'e')}`,
    );
    expect((await modelOf(xml)).dataObjects).toMatchObject([
      { initialValue: { language: 'literal', source: '12' } },
    ]);
  });
});

describe('data associations', () => {
  it('fill data inputs and empty data outputs', async () => {
    const task = await taskWith(
      `<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>di</targetRef></dataInputAssociation>
       <dataOutputAssociation><sourceRef>do</sourceRef><targetRef>d2</targetRef></dataOutputAssociation>`,
    );
    expect(task.inputs).toEqual([{ target: 'order', expression: feel('theOrder') }]);
    expect(task.outputs).toEqual([{ target: 'theAnswer', expression: feel('answer') }]);
  });

  it('transform and assign', async () => {
    const task = await taskWith(
      `<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>di</targetRef><transformation>theOrder.id</transformation></dataInputAssociation>
       <dataOutputAssociation><sourceRef>do</sourceRef><targetRef>d2</targetRef>
         <assignment><from xsi:type="tFormalExpression">\${answer.text}</from><to xsi:type="tFormalExpression">\${text}</to></assignment>
         <assignment><from xsi:type="tFormalExpression">1</from><to xsi:type="tFormalExpression">number</to></assignment></dataOutputAssociation>`,
    );
    expect(task.inputs).toEqual([{ target: 'order', expression: feel('theOrder.id') }]);
    expect(task.outputs).toEqual([
      { target: 'text', expression: juel('${answer.text}') },
      { target: 'number', expression: feel('1') },
    ]);
  });

  it('of a drawing alone move nothing', async () => {
    const task = await taskWith(
      `<property id="pr" name="__targetRef_placeholder"/>
       <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>pr</targetRef></dataInputAssociation>
       <dataOutputAssociation><targetRef>ref</targetRef></dataOutputAssociation>`,
    );
    expect(task).toMatchObject({ inputs: [], outputs: [] });
  });

  it('pass data through events', async () => {
    const xml = around(
      `<signal/><dataObject id="d" name="date"/><intermediateCatchEvent id="x"><dataOutput id="do" name="payload"/><dataOutputAssociation><sourceRef>do</sourceRef><targetRef>d</targetRef></dataOutputAssociation><timerEventDefinition><timeDuration>PT1S</timeDuration></timerEventDefinition></intermediateCatchEvent>`.replace(
        '<signal/>',
        '',
      ),
    );
    expect(nodeIn(await modelOf(xml), 'intermediateCatchEvent').outputs).toEqual([
      { target: 'date', expression: feel('payload') },
    ]);
  });

  it('read what FEEL cannot name in the other language', async () => {
    const xml = around(
      `<dataObject id="d" name="date"/><task id="x">${io}<dataInputAssociation><sourceRef>d</sourceRef><targetRef>di</targetRef></dataInputAssociation></task>`,
    );
    expect(nodeIn(await modelOf(xml), 'task').inputs).toEqual([
      { target: 'order', expression: juel('${date}') },
    ]);
  });

  it('give a called process its data', async () => {
    const xml = around(
      `${objects}<callActivity id="x" calledElement="q">${io}
        <dataInputAssociation><sourceRef>ref</sourceRef><targetRef>di</targetRef></dataInputAssociation>
        <dataOutputAssociation><sourceRef>do</sourceRef><targetRef>d2</targetRef></dataOutputAssociation></callActivity>`,
    );
    expect(nodeIn(await modelOf(xml), 'callActivity')).toMatchObject({
      passIn: { every: 'local' },
      passOut: { every: 'all' },
      outLocal: true,
    });
  });

  it('assign to variables', async () => {
    const xml = around(
      `${objects}<task id="x">${io}<dataInputAssociation><sourceRef>ref</sourceRef><targetRef>di</targetRef><assignment><from xsi:type="tFormalExpression">1</from><to xsi:type="tFormalExpression">a/b</to></assignment></dataInputAssociation></task>`,
    );
    expect(await marksOf(xml)).toEqual(['!variable-name x']);
  });
});
