import { describe, expect, it } from 'vitest';
import { around, bpmn, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('condition-place');

describe('condition-place', () => {
  it('accepts conditions behind activities', async () => {
    expect(await marks(around(`<task id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`))).toEqual([]);
  });

  it('warns of conditions behind events', async () => {
    const xml = bpmn(`<startEvent id="s"/><endEvent id="e"/>${flow('s', 'e', '=a')}`);
    expect(await marks(xml)).toEqual(['condition-place s-e']);
  });

  it('refuses conditions where every flow is taken', async () => {
    const parallel = around(`<parallelGateway id="x"/><endEvent id="y"/>${flow('x', 'y', '=a')}`);
    expect(await marks(parallel)).toEqual(['!condition-place x-y']);
  });

  it('warns of conditions nobody evaluates', async () => {
    const byDefault = around(`<task id="x" default="x-y"/><endEvent id="y"/>${flow('x', 'y', '=a')}`);
    expect(await marks(byDefault)).toEqual(['condition-place x-y']);
  });

  it('leaves flows from nowhere to other checks', async () => {
    const xml = around(
      `<task id="x"/><sequenceFlow id="f" targetRef="x"><conditionExpression>=a</conditionExpression></sequenceFlow>`,
    );
    expect(await marks(xml)).toEqual([]);
  });
});
