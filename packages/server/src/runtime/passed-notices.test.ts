import { describe, expect, it } from 'vitest';
import type { CommitNotices } from '../store/commit-notice.ts';
import { createPassedNotices } from './passed-notices.ts';

const notice = {
  tenantId: 't',
  instanceId: 'i',
  processId: 'p',
  status: 'active',
  tasksChanged: false,
  incidentsChanged: false,
};
const at = (position: string, listed = 1): CommitNotices => ({
  kind: 'few',
  position,
  notices: Array.from({ length: listed }, () => notice),
  definitions: [],
});
const positions = (passed: Iterable<CommitNotices> | null) =>
  passed === null ? null : [...passed].map(({ position }) => position);

describe('the notices that passed', () => {
  it('are known from a position on', () => {
    const passed = createPassedNotices();
    const start = passed.head;
    expect(positions(passed.since(start))).toEqual([]);
    for (const position of ['a', 'b', 'c']) passed.remember(at(position));
    expect(passed.head).toBe('c');
    expect(positions(passed.since(start))).toEqual(['a', 'b', 'c']);
    expect(positions(passed.since('b'))).toEqual(['c']);
    expect(positions(passed.since('c'))).toEqual([]);
    expect(passed.since('never')).toBeNull();
  });

  it('stand where they were heard first', () => {
    const passed = createPassedNotices();
    for (const position of ['a', 'b', 'a', 'c']) passed.remember(at(position));
    expect(positions(passed.since('a'))).toEqual(['b', 'c']);
    expect(passed.head).toBe('c');
  });

  it('are forgotten oldest first, by how many they list', () => {
    const passed = createPassedNotices(10);
    passed.remember(at('a', 4));
    passed.remember(at('b', 4));
    passed.remember(at('c', 4));
    // Of the oldest that is known of, the position is kept and not what it listed.
    expect(passed.since('a')).toBeNull();
    expect(positions(passed.since('b'))).toEqual(['c']);
    passed.remember(at('d', 100));
    expect(passed.since('c')).toBeNull();
    expect(positions(passed.since('d'))).toEqual([]);
  });

  it('are all forgotten where something may be missing between them', () => {
    const passed = createPassedNotices();
    passed.remember(at('a'));
    passed.forget();
    expect(passed.since('a')).toBeNull();
    const after = passed.head;
    passed.remember(at('b'));
    expect(positions(passed.since(after))).toEqual(['b']);
  });
});
