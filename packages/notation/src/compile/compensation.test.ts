import { describe, expect, it } from 'vitest';
import { around, chain, flow, marksOf, modelOf, nodeIn } from '../testing/bpmn.ts';

describe('compensation', () => {
  const compensable = (association: string) =>
    chain(
      `<task id="x"/><boundaryEvent id="b" attachedToRef="x"><compensateEventDefinition/></boundaryEvent>
       <task id="undo" isForCompensation="true"/>${association}
       <intermediateThrowEvent id="y"><compensateEventDefinition activityRef="x" waitForCompletion="false"/></intermediateThrowEvent>`,
      'x',
      'y',
    );

  it.each([
    '<association id="a" sourceRef="b" targetRef="undo" associationDirection="One"/>',
    '<association id="a" sourceRef="undo" targetRef="b"/>',
  ])('is tied to its handler by %s', async (association) => {
    const model = await modelOf(compensable(association));
    expect(nodeIn(model, 'task')).toMatchObject({ compensationHandlerId: 'undo', forCompensation: false });
    expect(nodeIn(model, 'task', 'undo')).toMatchObject({ forCompensation: true });
    expect(nodeIn(model, 'boundaryEvent', 'b').triggers).toEqual([{ kind: 'compensation' }]);
    expect(nodeIn(model, 'intermediateThrowEvent', 'y').throws).toEqual([
      { kind: 'compensation', activityId: 'x', waitForCompletion: false },
    ]);
    expect(await marksOf(compensable(association))).toEqual([]);
  });

  it('may be an event subprocess', async () => {
    const inner = `<startEvent id="is"><compensateEventDefinition/></startEvent><endEvent id="ie"/>${flow('is', 'ie')}`;
    const xml = around(
      `<subProcess id="x"><startEvent id="s2"/><endEvent id="e2"/>${flow('s2', 'e2')}<subProcess id="undo" triggeredByEvent="true">${inner}</subProcess></subProcess>`,
    );
    expect(nodeIn(await modelOf(xml), 'eventSubProcess', 'undo').scopeId).toBe('x');
    expect(await marksOf(xml)).toEqual([]);
  });
});
