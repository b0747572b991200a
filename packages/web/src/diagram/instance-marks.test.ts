import { expect, it } from 'vitest';
import { takenFlows } from './instance-marks.ts';

it('reads the flows from the events that reached an element', () => {
  const event = { seq: 1, element_id: 'a', at: '2026-11-25T12:00:00Z', actor: 'ada' };
  expect(
    takenFlows([
      { ...event, type: 'instanceStarted', data: {} },
      { ...event, type: 'elementReady', data: { flowId: null } },
      { ...event, type: 'elementReady', data: { flowId: 'f1' } },
      { ...event, type: 'elementReady', data: { flow_id: 'f2' } },
      { ...event, type: 'elementCompleted', data: { flowId: 'f3' } },
    ]),
  ).toEqual(['f1', 'f2']);
});
