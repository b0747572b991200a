import { describe, expect, it } from 'vitest';
import { around, bpmn, chain, flow, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const refusal = (words: string) => `Expected an element this engine executes, but found ${words}`;
const loop = '<multiInstanceLoopCharacteristics/>';
const inner = `<startEvent id="is"/><endEvent id="ie"/>${flow('is', 'ie')}`;

describe('what the engine does not execute', () => {
  it.each([
    ['<manualTask id="x" name="Sign"/>', "manual task 'Sign' (manualTask)"],
    ['<sendTask id="x"/>', "send task 'x' (sendTask)"],
    ['<receiveTask id="x"/>', "receive task 'x' (receiveTask)"],
    ['<businessRuleTask id="x"/>', "business rule task 'x' (businessRuleTask)"],
    ['<callActivity id="x" calledElement="y"/>', "call activity 'x' (callActivity)"],
    ['<inclusiveGateway id="x"/>', "inclusive gateway 'x' (inclusiveGateway)"],
    ['<eventBasedGateway id="x"/>', "event based gateway 'x' (eventBasedGateway)"],
    ['<complexGateway id="x"/>', "complex gateway 'x' (complexGateway)"],
    [`<task id="x">${loop}</task>`, "task 'x' (task with multiInstanceLoopCharacteristics)"],
    [
      '<task id="x"><standardLoopCharacteristics/></task>',
      "task 'x' (task with standardLoopCharacteristics)",
    ],
    ['<task id="x" isForCompensation="true"/>', "task 'x' (task with isForCompensation)"],
    ['<task id="x" startQuantity="2"/>', "task 'x' (task with startQuantity 2)"],
    ['<task id="x" completionQuantity="3"/>', "task 'x' (task with completionQuantity 3)"],
    ['<task id="x"><potentialOwner/></task>', "task 'x' (task with potentialOwner)"],
    [`<transaction id="x">${inner}</transaction>`, "transaction 'x' (transaction)"],
    ['<adHocSubProcess id="x"><task id="t"/></adHocSubProcess>', "ad hoc sub process 'x' (adHocSubProcess)"],
  ])('is refused by name: %s', async (element, words) => {
    expect(await messagesOf(around(element))).toEqual([refusal(words)]);
  });

  it('includes boundary events', async () => {
    const xml = chain(
      '<task id="x"/><boundaryEvent id="b" name="Late" attachedToRef="x"><timerEventDefinition/></boundaryEvent>',
      'x',
    );
    expect(await messagesOf(xml)).toEqual([
      refusal("boundary event 'Late' (boundaryEvent with timerEventDefinition)"),
    ]);
  });

  it('includes event subprocesses', async () => {
    const event = `<startEvent id="is"><signalEventDefinition/></startEvent><endEvent id="ie"/>${flow('is', 'ie')}`;
    const xml = chain(`<task id="x"/><subProcess id="y" triggeredByEvent="true">${event}</subProcess>`, 'x');
    expect(await messagesOf(xml)).toEqual([
      refusal("sub process 'y' (subProcess with triggeredByEvent)"),
      refusal("start event 'is' (startEvent with signalEventDefinition)"),
    ]);
  });

  it('includes what shared event definitions say', async () => {
    const shared = '<timerEventDefinition id="shared"/>';
    const xml = around(
      '<intermediateCatchEvent id="x"><eventDefinitionRef>shared</eventDefinitionRef></intermediateCatchEvent>',
    ).replace('<process', `${shared}<process`);
    expect(await marksOf(xml)).toEqual(['!invalid-time x']);
  });

  it('includes extensions that must be understood', async () => {
    const xml = around('<task id="x"/>').replace(
      '<process',
      '<extension mustUnderstand="true"/><extension/><process',
    );
    expect(await messagesOf(xml)).toEqual([
      'Expected extensions that may be passed over, but found one with mustUnderstand',
    ]);
  });
});

describe('extensions', () => {
  const task = (attributes: string, extensions = '') =>
    around(
      `<userTask id="x" camunda:assignee="a" ${attributes}><extensionElements>${extensions}</extensionElements></userTask>`,
    );

  it.each([
    [
      '',
      '<camunda:taskListener event="create" class="a"/><camunda:taskListener event="complete" class="b"/>',
      'camunda:taskListener',
    ],
    ['', '<camunda:executionListener event="start" class="a"/>', 'camunda:executionListener'],
    ['', '<camunda:formProperty id="a"/>', 'camunda:formProperty'],
    ['camunda:formHandlerClass="a"', '', 'camunda:formHandlerClass'],
  ])('that change what happens are refused once each: %s %s', async (attributes, extensions, what) => {
    expect(await messagesOf(task(attributes, extensions))).toEqual([
      `Expected extensions this engine executes, but found ${what} on userTask 'x'`,
    ]);
  });

  it.each([
    ['camunda:followUpDate="P1D"', ''],
    ['camunda:asyncBefore="true"', ''],
    ['camunda:asyncAfter="true"', ''],
    ['camunda:jobPriority="1"', ''],
    ['apg:calendar="office"', ''],
    ['', '<camunda:failedJobRetryTimeCycle>R3/PT1M</camunda:failedJobRetryTimeCycle>'],
  ])('that tune another engine are noted: %s %s', async (attributes, extensions) => {
    expect(await marksOf(task(attributes, extensions))).toEqual(['ignored-extension x']);
  });

  it('that are notes are nothing to note', async () => {
    const notes = '<camunda:properties><camunda:property name="a" value="b"/></camunda:properties>';
    expect(await marksOf(task('camunda:asyncBefore="false" camunda:exclusive="false"', notes))).toEqual([]);
  });

  it('count on processes, flows and start events as well', async () => {
    const listener =
      '<extensionElements><camunda:executionListener event="take" class="a"/></extensionElements>';
    const xml = bpmn(
      `${listener}<startEvent id="s" camunda:initiator="me"/><endEvent id="e"/>
       <sequenceFlow id="f" sourceRef="s" targetRef="e">${listener}</sequenceFlow>`,
      'camunda:candidateStarterGroups="g"',
    );
    expect(await marksOf(xml)).toEqual([
      '!not-executable p',
      '!not-executable s',
      '!not-executable f',
      'ignored-extension p',
    ]);
  });
});

describe('what is drawn and not run', () => {
  it('is kept without a word', async () => {
    const xml =
      around(`<task id="x"><documentation>One</documentation><documentation>Two</documentation></task>
      <dataObject id="d"/><dataObjectReference id="dr" dataObjectRef="d"/><dataStoreReference id="ds"/>
      <textAnnotation id="t"><text>Note</text></textAnnotation><association id="a" sourceRef="x" targetRef="t"/><group id="g"/>`);
    expect(await marksOf(xml)).toEqual([]);
    expect(nodeIn(await modelOf(xml), 'task').documentation).toBe('One\nTwo');
  });

  it('is said of data associations', async () => {
    const xml = around(
      '<task id="x"><ioSpecification id="io"/><property id="pr"/><dataInputAssociation id="di"><targetRef>pr</targetRef></dataInputAssociation></task>',
    );
    expect(await marksOf(xml)).toEqual(['data-association x']);
    const process = bpmn(`<ioSpecification id="io"/><startEvent id="s"/><endEvent id="e"/>${flow('s', 'e')}`);
    expect(await marksOf(process)).toEqual(['data-association p']);
  });
});

describe('a subprocess', () => {
  it('is flat in the model, its content naming it', async () => {
    const model = await modelOf(around(`<subProcess id="x" default="x-e">${inner}</subProcess>`));
    expect(model.elements.map(({ id, type, scopeId }) => [id, type, scopeId])).toEqual([
      ['s', 'noneStartEvent', null],
      ['x', 'subProcess', null],
      ['e', 'noneEndEvent', null],
      ['is', 'noneStartEvent', 'x'],
      ['ie', 'noneEndEvent', 'x'],
    ]);
    expect(nodeIn(model, 'subProcess').defaultFlowId).toBe('x-e');
  });
});
