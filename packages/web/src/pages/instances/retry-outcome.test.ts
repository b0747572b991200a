import { describe, expect, it } from 'vitest';
import { retryOutcome } from './retry-outcome.ts';

const tried = { incident_id: 'i1', element_id: 'book' };
const at = '2026-11-25T12:00:00Z';
const active = {
  element_id: 'book',
  element_instance_id: 'e1',
  type: 'service_task',
  name: 'Book',
  since: at,
};
const incident = { ...tried, element_instance_id: 'e1', code: 'JOB', message: 'HTTP 503', created_at: at };

describe('retryOutcome', () => {
  it('is open while the same incident stands', () => {
    expect(retryOutcome(tried, { incidents: [incident], active_elements: [active] })).toEqual({
      kind: 'running',
    });
  });

  it('is open while the element still works', () => {
    expect(retryOutcome(tried, { incidents: [], active_elements: [active] })).toEqual({ kind: 'running' });
  });

  it('failed again when the element has a new incident', () => {
    const again = { ...incident, incident_id: 'i2', message: 'HTTP 500' };
    expect(retryOutcome(tried, { incidents: [again], active_elements: [active] })).toEqual({
      kind: 'failed-again',
      message: 'HTTP 500',
    });
  });

  it('helped when the instance has left the element', () => {
    expect(retryOutcome(tried, { incidents: [], active_elements: [] })).toEqual({ kind: 'moved-on' });
  });
});
