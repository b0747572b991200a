import { describe, expect, it } from 'vitest';
import { compareVariables, type ScopeVariables } from './compare-variables.ts';

const scopes = (...entries: [id: string, variables: Record<string, unknown>][]): ScopeVariables =>
  new Map(
    entries.map(([id, variables]) => [
      id,
      { elementId: id === 'i' ? null : `element of ${id}`, variables: variables as Record<string, string> },
    ]),
  );

describe('variables of two moments', () => {
  it('are added, changed and removed, each in its scope', () => {
    const before = scopes(['i', { stays: 1, changes: { a: [1] }, goes: null }]);
    const after = scopes(['i', { stays: 1, changes: { a: [2] }, comes: 'x' }]);
    expect(compareVariables(before, after)).toEqual([
      {
        scope_id: 'i',
        element_id: null,
        added: { comes: 'x' },
        changed: { changes: { from: { a: [1] }, to: { a: [2] } } },
        removed: { goes: null },
      },
    ]);
  });

  it('come and go with their scope', () => {
    const change = compareVariables(scopes(['old', { a: 1 }]), scopes(['new', { a: 1 }]));
    expect(change).toEqual([
      { scope_id: 'old', element_id: 'element of old', added: {}, changed: {}, removed: { a: 1 } },
      { scope_id: 'new', element_id: 'element of new', added: { a: 1 }, changed: {}, removed: {} },
    ]);
  });

  it('that are equal in depth do not differ, whatever the order of their keys', () => {
    const before = scopes(['i', { value: { a: 1, b: [{ c: null }] } }]);
    const after = scopes(['i', { value: { b: [{ c: null }], a: 1 } }]);
    expect(compareVariables(before, after)).toEqual([]);
  });

  it('that become null have changed', () => {
    expect(compareVariables(scopes(['i', { a: null }]), scopes(['i', { a: 0 }]))).toMatchObject([
      { changed: { a: { from: null, to: 0 } } },
    ]);
  });
});
