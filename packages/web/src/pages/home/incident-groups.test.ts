import type { Incident } from '@wbpm/contract';
import { expect, it } from 'vitest';
import { groupIncidents } from './incident-groups.ts';

function incident(id: string, message: string, createdAt: string): Incident {
  return {
    id,
    incident_id: id,
    instance_id: `instance of ${id}`,
    process_id: 'order',
    process_name: 'Order',
    element_id: 'pay',
    element_instance_id: 'e1',
    code: 'JOB',
    message,
    created_at: createdAt,
    resolved_at: null,
  };
}

it('gathers the same failure and knows when it was first seen', () => {
  const groups = groupIncidents([
    incident('1', 'HTTP 500', '2026-11-25T12:00:00Z'),
    incident('2', 'HTTP 503', '2026-11-25T12:00:00Z'),
    incident('3', 'HTTP 503', '2026-11-25T11:00:00Z'),
  ]);
  expect(groups.map((group) => [group.message, group.incidents.length, group.firstSeen])).toEqual([
    ['HTTP 503', 2, '2026-11-25T11:00:00Z'],
    ['HTTP 500', 1, '2026-11-25T12:00:00Z'],
  ]);
});
