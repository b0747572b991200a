import type { FreeId } from '../document/free-ids.ts';
import type { Named } from './draft.ts';
import type { Place, ReportAt } from './excerpt.ts';
import type { OpenEnd, ScopeInText } from './flows.ts';
import type { Part, Statement } from './tree.ts';

/** A mention of an element, by its id or its name in quotes. */
export interface Mention extends Place {
  readonly text: string;
  readonly isName: boolean;
  /** Takes the id. */
  readonly settle: (id: string) => void;
}

/** What the readers of a text share. */
export interface Reading {
  readonly report: ReportAt;
  readonly freeId: FreeId;
  /** Elements, flows, lanes and the rest, in the order of the text. */
  readonly named: Named[];
  readonly mentions: Mention[];
  /** Processes and subprocesses, from outside inwards. */
  readonly scopes: ScopeInText[];
  /** Reads statements in order; gives the ends that whatever follows them will be connected to. */
  readonly readSteps: (
    statements: readonly Statement[],
    open: readonly OpenEnd[],
    scope: ScopeInText,
    reading: Reading,
  ) => readonly OpenEnd[];
}

/** Walks over the parts of a statement's line. */
export interface Cursor {
  readonly parts: readonly Part[];
  at: number;
}

export function mention(part: Part, settle: (id: string) => void): Mention {
  const { line, column, endLine, endColumn } = part;
  return { text: part.text, isName: part.kind === 'text', settle, line, column, endLine, endColumn };
}
