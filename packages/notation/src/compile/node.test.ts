import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, marksOf, messagesOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const refusal = (words: string) => `Expected an element this engine executes, but found ${words}`;
const inner = `<startEvent id="is"/><endEvent id="ie"/>${flow('is', 'ie')}`;

describe('what the engine does not execute', () => {
  it.each([
    ['<choreographyTask id="x"/>', "choreography task 'x' (choreographyTask)"],
    [
      '<callActivity id="x" calledElement="y" camunda:calledElementBinding="someday"/>',
      "call activity 'x' (callActivity with the binding 'someday')",
    ],
  ])('is refused by name: %s', async (element, words) => {
    expect(await messagesOf(around(element))).toEqual([refusal(words)]);
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
    ['', '<camunda:formProperty id="a"/>', 'camunda:formProperty'],
    ['camunda:formHandlerClass="a"', '', 'camunda:formHandlerClass'],
  ])('that change what happens are refused once each: %s %s', async (attributes, extensions, what) => {
    expect(await messagesOf(task(attributes, extensions))).toEqual([
      `Expected extensions this engine executes, but found ${what} on userTask 'x'`,
    ]);
  });

  it.each([
    ['<camunda:taskListener event="create" class="a.B"/>', "camunda:taskListener of 'create'", "class 'a.B'"],
    [
      '<camunda:executionListener event="start" delegateExpression="${a}"/>',
      "camunda:executionListener of 'start'",
      "delegate expression '${a}'",
    ],
    [
      '<camunda:executionListener event="end" expression="${b}"/>',
      "camunda:executionListener of 'end'",
      "expression '${b}'",
    ],
    [
      '<camunda:taskListener event="assignment"><camunda:script scriptFormat="groovy">x</camunda:script></camunda:taskListener>',
      "camunda:taskListener of 'assignment'",
      'groovy script',
    ],
    [
      '<camunda:taskListener><camunda:script>x</camunda:script></camunda:taskListener>',
      'camunda:taskListener',
      'script',
    ],
    ['<camunda:taskListener event="delete"/>', "camunda:taskListener of 'delete'", 'code'],
  ])('that listen are told of, and not run: %s', async (extensions, what, code) => {
    expect(await messagesOf(task('', extensions))).toEqual([
      `Expected no listeners, but found ${what} on userTask 'x'; its ${code} is not run`,
    ]);
  });

  it('that listen are told of one by one', async () => {
    const listener = '<camunda:taskListener event="create" class="a"/>';
    expect(await marksOf(task('', listener.repeat(2)))).toEqual(['listener x', 'listener x']);
  });

  it.each([
    ['camunda:followUpDate="P1D"', ''],
    ['camunda:jobPriority="1"', ''],
    ['apg:calendar="office"', ''],
    ['', '<camunda:failedJobRetryTimeCycle>R3/PT1M</camunda:failedJobRetryTimeCycle>'],
  ])('that tune another engine are noted: %s %s', async (attributes, extensions) => {
    expect(await marksOf(task(attributes, extensions))).toEqual(['ignored-extension x']);
  });

  it.each([
    ['camunda:asyncBefore="true"', true, false],
    ['camunda:async="true"', true, false],
    ['camunda:asyncAfter="true"', false, true],
    ['camunda:asyncBefore="false"', false, false],
  ])('that let a token rest are applied: %s', async (attribute, asyncBefore, asyncAfter) => {
    const node = nodeIn(await modelOf(task(attribute)), 'userTask');
    expect(node).toMatchObject({ asyncBefore, asyncAfter });
  });

  it('are Camunda’s under their older name, too', async () => {
    const xml = around('<userTask id="x" camunda:assignee="kermit" camunda:async="true"/>').replace(
      'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
      'xmlns:camunda="http://activiti.org/bpmn"',
    );
    expect(nodeIn(await modelOf(xml), 'userTask')).toMatchObject({
      assignee: { language: 'literal', source: 'kermit' },
      asyncBefore: true,
    });
  });

  it('that are notes are nothing to note', async () => {
    const notes = '<camunda:properties><camunda:property name="a" value="b"/></camunda:properties>';
    expect(await marksOf(task('camunda:asyncBefore="false" camunda:exclusive="false"', notes))).toEqual([]);
  });

  it('count on processes, flows and start events as well', async () => {
    const listener =
      '<extensionElements><camunda:executionListener event="take" class="a"/></extensionElements>';
    const xml = bpmn(
      `${listener}<startEvent id="s" camunda:formHandlerClass="me"/><endEvent id="e"/>
       <sequenceFlow id="f" sourceRef="s" targetRef="e">${listener}</sequenceFlow>`,
      'camunda:candidateStarterGroups="g"',
    );
    expect(await marksOf(xml)).toEqual([
      '!not-executable s',
      'listener p',
      'ignored-extension p',
      'listener f',
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
});

describe('a subprocess', () => {
  it('is flat in the model, its content naming it', async () => {
    const model = await modelOf(around(`<subProcess id="x" default="x-e">${inner}</subProcess>`));
    expect(model.elements.map(({ id, type, scopeId }) => [id, type, scopeId])).toEqual([
      ['s', 'startEvent', null],
      ['x', 'subProcess', null],
      ['e', 'endEvent', null],
      ['is', 'startEvent', 'x'],
      ['ie', 'endEvent', 'x'],
    ]);
    expect(nodeIn(model, 'subProcess').defaultFlowId).toBe('x-e');
  });
});

it('says how many tokens an activity needs and leaves with, where that is not one', async () => {
  const several = await modelOf(around('<task id="x" startQuantity="2" completionQuantity="3"/>'));
  expect(nodeIn(several, 'task')).toMatchObject({ startQuantity: 2, completionQuantity: 3 });
  const usual = nodeIn(await modelOf(around('<task id="x" startQuantity="1"/>')), 'task');
  expect('startQuantity' in usual || 'completionQuantity' in usual).toBe(false);
});
