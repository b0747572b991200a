import { describe, expect, it } from 'vitest';
import { around, definitions, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const literal = (source: string) => ({ language: 'literal', source });
const roots = `<message id="m" name="Paid"/><message id="k"/>
  <signal id="si" name="Alarm"/><error id="er" errorCode="E1"/>
  <error id="bare"/>
  <escalation id="es" escalationCode="L1"/>`;
const withRoots = (xml: string) => xml.replace('<process', `${roots}<process`);

describe('messages', () => {
  const pools = (events: string, flows: string) =>
    definitions(`<message id="m" name="Paid"/>
      <collaboration id="c"><participant id="pa" processRef="p"/><participant id="pb"/>${flows}</collaboration>
      <process id="p" isExecutable="true">${events}</process>`);
  const wait = `<startEvent id="s"/><intermediateCatchEvent id="x"><messageEventDefinition/></intermediateCatchEvent><endEvent id="e"/>${flow('s', 'x')}${flow('x', 'e')}`;

  it.each([
    ['<messageFlow id="f" messageRef="m" sourceRef="pb" targetRef="x"/>', 'Paid'],
    ['<messageFlow id="f" name="the payment" sourceRef="pb" targetRef="x"/>', 'the payment'],
    ['<messageFlow id="f" sourceRef="pb" targetRef="x"/>', 'f'],
  ])('are named by their flow: %s', async (messageFlow, name) => {
    const model = await modelOf(pools(wait, messageFlow));
    expect(nodeIn(model, 'intermediateCatchEvent').triggers).toMatchObject([{ name: literal(name) }]);
  });

  it('are found by qualified names', async () => {
    const xml = withRoots(around('<receiveTask id="x" messageRef="tns:m"/>'));
    expect(nodeIn(await modelOf(xml), 'receiveTask').message?.name).toEqual(literal('Paid'));
    expect(await marksOf(xml)).toEqual([]);
  });

  it('are matched by Zeebe’s subscription', async () => {
    const subscription =
      '<message id="m" name="Paid"><extensionElements><zeebe:subscription correlationKey="=order"/></extensionElements></message>';
    const xml = around('<receiveTask id="x" messageRef="m"/>').replace('<process', `${subscription}<process`);
    expect(nodeIn(await modelOf(xml), 'receiveTask').message?.correlationKey).toEqual({
      language: 'feel',
      source: 'order',
    });
  });

  const property = (id: string) =>
    `<correlationProperty id="${id}"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>order.${id}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>`;
  const correlated = (properties: string) =>
    definitions(`<message id="m" name="Paid"/>${properties}
      <process id="p" isExecutable="true">
        <startEvent id="s"/><receiveTask id="x" messageRef="m"/><sendTask id="y" messageRef="m"/><endEvent id="e"/>
        ${flow('s', 'x')}${flow('x', 'y')}${flow('y', 'e')}
        <correlationSubscription id="cs"><correlationPropertyBinding correlationPropertyRef="key"><dataPath>myKey</dataPath></correlationPropertyBinding></correlationSubscription>
      </process>`);

  it('are matched by a correlation property', async () => {
    const model = await modelOf(correlated(property('key')));
    expect(nodeIn(model, 'receiveTask').message?.correlationKey).toEqual({
      language: 'feel',
      source: 'myKey',
    });
    expect(nodeIn(model, 'sendTask', 'y').work).toMatchObject({
      kind: 'message',
      correlationKey: { language: 'feel', source: 'order.key' },
    });
  });

  it('are not matched by several', async () => {
    expect(await marksOf(correlated(property('key') + property('other')))).toEqual([
      'correlation x',
      'correlation y',
    ]);
  });
});
