import { describe, expect, it } from 'vitest';
import { around, chain, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const roots = `<message id="m" name="Paid"/><message id="k"/>
  <signal id="si" name="Alarm"/><error id="er" errorCode="E1"/>
  <error id="bare"/>
  <escalation id="es" escalationCode="L1"/>`;
const withRoots = (xml: string) => xml.replace('<process', `${roots}<process`);

const caught = async (definition: string) =>
  nodeIn(
    await modelOf(withRoots(around(`<intermediateCatchEvent id="x">${definition}</intermediateCatchEvent>`))),
    'intermediateCatchEvent',
  ).triggers;
const onBorder = async (definition: string) =>
  nodeIn(
    await modelOf(
      withRoots(
        chain(
          `<userTask id="x"/><boundaryEvent id="b" attachedToRef="x">${definition}</boundaryEvent><endEvent id="be"/>${flow('b', 'be')}`,
          'x',
        ),
      ),
    ),
    'boundaryEvent',
    'b',
  ).triggers;

describe('what is caught', () => {
  it.each([
    [
      '<messageEventDefinition messageRef="m"/>',
      { kind: 'message', name: literal('Paid'), correlationKey: null },
    ],
    [
      '<messageEventDefinition messageRef="k"/>',
      { kind: 'message', name: literal('k'), correlationKey: null },
    ],
    [
      '<messageEventDefinition messageRef="m" apg:correlationKey="${order}"/>',
      { kind: 'message', name: literal('Paid'), correlationKey: { language: 'juel', source: '${order}' } },
    ],
    ['<signalEventDefinition signalRef="si"/>', { kind: 'signal', name: literal('Alarm') }],
    [
      '<conditionalEventDefinition camunda:variableName="a"><condition xsi:type="tFormalExpression">${a > 1}</condition></conditionalEventDefinition>',
      { kind: 'conditional', condition: { language: 'juel', source: '${a > 1}' }, variableName: 'a' },
    ],
  ])('anywhere: %s', async (definition, trigger) => {
    expect(await caught(definition)).toEqual([trigger]);
    expect(await onBorder(definition)).toEqual([trigger]);
  });

  const anyError = { kind: 'error', errorCode: null, codeVariable: null, messageVariable: null };

  it.each([
    ['<errorEventDefinition/>', anyError],
    ['<errorEventDefinition errorRef="bare"/>', anyError],
    ['<errorEventDefinition errorRef="er"/>', { ...anyError, errorCode: 'E1' }],
    ['<errorEventDefinition errorRef="undeclared"/>', { ...anyError, errorCode: 'undeclared' }],
    [
      '<errorEventDefinition errorRef="er" camunda:errorCodeVariable="c" camunda:errorMessageVariable="m"/>',
      { kind: 'error', errorCode: 'E1', codeVariable: 'c', messageVariable: 'm' },
    ],
    ['<escalationEventDefinition/>', { kind: 'escalation', escalationCode: null, codeVariable: null }],
    [
      '<escalationEventDefinition escalationRef="es" camunda:escalationCodeVariable="c"/>',
      { kind: 'escalation', escalationCode: 'L1', codeVariable: 'c' },
    ],
  ])('on a border: %s', async (definition, trigger) => {
    expect(await onBorder(definition)).toEqual([trigger]);
  });

  it.each([
    ['a', 'a'],
    ['a, b', null],
  ])('may look at a variable of Zeebe’s filter: %s', async (names, variableName) => {
    const filter = `<extensionElements><zeebe:conditionalFilter variableNames="${names}"/></extensionElements>`;
    const definition = `<conditionalEventDefinition>${filter}<condition>=a</condition></conditionalEventDefinition>`;
    expect(await caught(definition)).toMatchObject([{ variableName }]);
  });

  it.each([
    ['create', ['create'], []],
    ['update, create', ['create', 'update'], []],
    ['never', [], ['!variable-events x']],
  ])('may look at some changes of variables only: %s', async (written, variableEvents, marks) => {
    const definition = `<conditionalEventDefinition camunda:variableEvents="${written}"><condition>=a</condition></conditionalEventDefinition>`;
    const xml = around(`<intermediateCatchEvent id="x">${definition}</intermediateCatchEvent>`);
    expect(await marksOf(xml)).toEqual(marks);
    if (marks.length === 0) expect(await caught(definition)).toMatchObject([{ variableEvents }]);
  });

  it('may be several things, any or all of them', async () => {
    const both = '<signalEventDefinition signalRef="si"/><messageEventDefinition messageRef="m"/>';
    const xml = withRoots(
      around(`<intermediateCatchEvent id="x" parallelMultiple="true">${both}</intermediateCatchEvent>`),
    );
    const event = nodeIn(await modelOf(xml), 'intermediateCatchEvent');
    expect(event.triggers.map(({ kind }) => kind)).toEqual(['signal', 'message']);
    expect(event.parallelMultiple).toBe(true);
  });

  it('names its variables by variables', async () => {
    const xml = around('<userTask id="x" camunda:assignee="a"/>').replace(
      '</process>',
      `<boundaryEvent id="b" attachedToRef="x"><errorEventDefinition camunda:errorCodeVariable="a b"/></boundaryEvent>${flow('b', 'e')}</process>`,
    );
    expect(await marksOf(xml)).toEqual(['!variable-name b']);
  });
});
