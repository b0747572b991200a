import { describe, expect, it } from 'vitest';
import { around, flow, judging } from '../testing/bpmn.ts';

const { marks } = judging('gateway-direction');

describe('gateway-direction', () => {
  it.each([
    [
      'what is unspecified or mixed',
      around(`<parallelGateway id="x" gatewayDirection="Mixed"/><endEvent id="y"/>${flow('x', 'y')}`),
    ],
    [
      'what is true',
      around(`<parallelGateway id="x" gatewayDirection="Diverging"/><endEvent id="y"/>${flow('x', 'y')}`),
    ],
  ])('accepts %s', async (_name, xml) => {
    expect(await marks(xml)).toEqual([]);
  });

  it.each([
    [
      'converging that diverges',
      around(`<parallelGateway id="x" gatewayDirection="Converging"/><endEvent id="y"/>${flow('x', 'y')}`),
      ['!gateway-direction x'],
    ],
    [
      'diverging that converges',
      around(`<parallelGateway id="x" gatewayDirection="Diverging"/><task id="y"/>${flow('y', 'x')}`),
      ['!gateway-direction x'],
    ],
  ])('refuses %s', async (_name, xml, expected) => {
    expect(await marks(xml)).toEqual(expected);
  });
});
