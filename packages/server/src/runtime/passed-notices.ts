import { randomUUID } from 'node:crypto';
import type { CommitNotices } from '../store/commit-notice.ts';

/** The notices that passed last, in the order in which every node hears them. */
export interface PassedNotices {
  /** Of the notices that passed last; known to this node alone until the first have passed. */
  readonly head: string;
  remember(notices: CommitNotices): void;
  /** Some may not have been heard: nothing that was before is known any more. */
  forget(): void;
  /** What passed after a position, oldest first; null when this node does not know the position. */
  since(position: string): Iterable<CommitNotices> | null;
}

interface Passed {
  readonly notices: CommitNotices;
  next: Passed | null;
}

/** About 5 MB, and 40 s in which 500 instances change a second. */
const mostRemembered = 20_000;

/** @param most notices remembered; one that lists several counts as often. */
export function createPassedNotices(most = mostRemembered): PassedNotices {
  const byPosition = new Map<string, Passed>();
  let remembered = 1;
  let last = start();
  let first = last;

  /** A position before which nothing is known. */
  function start(): Passed {
    const position = randomUUID();
    const passed: Passed = { notices: { kind: 'few', position, notices: [], definitions: [] }, next: null };
    byPosition.set(position, passed);
    return passed;
  }

  function forgetOldest(): void {
    if (first.next === null) return;
    byPosition.delete(first.notices.position);
    remembered -= weightOf(first.notices);
    first = first.next;
  }

  return {
    get head() {
      return last.notices.position;
    },
    remember(notices) {
      // Heard twice, it counts where it was heard first: whoever resumes there is told too much, not too little.
      if (byPosition.has(notices.position)) return;
      const passed: Passed = { notices, next: null };
      byPosition.set(notices.position, passed);
      last.next = passed;
      last = passed;
      remembered += weightOf(notices);
      while (remembered > most && first !== last) forgetOldest();
    },
    forget() {
      byPosition.clear();
      remembered = 1;
      last = start();
      first = last;
    },
    since(position) {
      const passed = byPosition.get(position);
      return passed === undefined ? null : after(passed);
    },
  };
}

function weightOf(notices: CommitNotices): number {
  return notices.kind === 'few' ? Math.max(1, notices.notices.length) : 1;
}

function* after(passed: Passed): Iterable<CommitNotices> {
  for (let next = passed.next; next !== null; next = next.next) yield next.notices;
}
