import type { Expression, ProcessModel } from '@wbpm/engine';
import type { Finding } from '../finding.ts';
import type { SourceDocument } from '../source-document.ts';
import type { SourceGraph } from '../source-graph.ts';

/** Says what is wrong with the syntax of an expression, null if nothing is. Positions are 0-based. */
export type CheckExpression = (
  expression: Expression,
) => { readonly message: string; readonly position: number | null } | null;

/** What a check may look at: the process as written, and what of it compiled. */
export interface CheckContext {
  readonly document: SourceDocument;
  readonly graph: SourceGraph;
  readonly model: ProcessModel;
  readonly checkExpression: CheckExpression;
  /** Elements with a reference to nothing: reported when the file was read. */
  readonly danglingIds: ReadonlySet<string>;
}

/** One rule about processes. */
export type Check = (context: CheckContext) => readonly Finding[];
