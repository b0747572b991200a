import type { BatchOperation } from '@wbpm/contract';
import { describe, expect, it } from 'vitest';
import { selectionOf } from './batch-selection.ts';

describe('the instances of a batch', () => {
  it.each<[BatchOperation, readonly string[]]>([
    ['cancel', ['active', 'suspended']],
    ['suspend', ['active']],
    ['resume', ['suspended']],
    ['migrate', ['active', 'suspended']],
    ['modify', ['active', 'suspended']],
    ['set_variables', ['active', 'suspended']],
    ['resolve_incidents', ['active']],
  ])('are, to %s, those that are %s', (operation, statuses) => {
    expect(selectionOf(operation, { process_id: 'p' }).statuses).toEqual(statuses);
  });

  it('are none when nothing can be done to those of the status', () => {
    expect(selectionOf('resume', { status: 'active' }).statuses).toEqual([]);
    expect(selectionOf('cancel', { status: 'suspended' }).statuses).toEqual(['suspended']);
  });

  it('have incidents when incidents are to be resolved', () => {
    expect(selectionOf('resolve_incidents', { process_id: 'p' }).hasIncident).toBe(true);
    expect(selectionOf('cancel', { process_id: 'p' }).hasIncident).toBeNull();
    expect(selectionOf('cancel', { has_incident: false }).hasIncident).toBe(false);
  });

  it('began before an instant, wherever it was written', () => {
    const { startedBefore } = selectionOf('cancel', { started_before: '2026-01-01T01:00:00+01:00' });
    expect(startedBefore).toBe(Date.UTC(2026, 0, 1));
  });
});
