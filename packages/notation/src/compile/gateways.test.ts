import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

const feel = (source: string) => ({ language: 'feel', source });
const withRoots = (xml: string, roots: string) => xml.replace('<process', `${roots}<process`);
const message = '<message id="m" name="Paid"/>';

describe('gateways', () => {
  it('are inclusive', async () => {
    const xml = around('<inclusiveGateway id="x" default="x-e"/>');
    expect(nodeIn(await modelOf(xml), 'inclusiveGateway').defaultFlowId).toBe('x-e');
  });

  it('are complex', async () => {
    const xml = around(
      '<complexGateway id="x" default="x-e"><activationCondition xsi:type="tFormalExpression">=activationCount > 1</activationCondition></complexGateway>',
    );
    expect(nodeIn(await modelOf(xml), 'complexGateway')).toMatchObject({
      activationCondition: feel('activationCount > 1'),
      defaultFlowId: 'x-e',
    });
    expect(nodeIn(await modelOf(around('<complexGateway id="x"/>')), 'complexGateway')).toMatchObject({
      activationCondition: null,
      defaultFlowId: null,
    });
  });

  it('wait for events', async () => {
    const xml = withRoots(
      bpmn(`<eventBasedGateway id="x" instantiate="true" eventGatewayType="Parallel"/>
        <receiveTask id="a" messageRef="m"/><receiveTask id="b" messageRef="m"/>${flow('x', 'a')}${flow('x', 'b')}`),
      message,
    );
    expect(nodeIn(await modelOf(xml), 'eventBasedGateway')).toMatchObject({
      instantiate: true,
      parallel: true,
    });
    expect(await marksOf(xml)).toEqual([]);
  });
});
