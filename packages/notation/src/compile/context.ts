import type { CheckExpression } from '../checks/check.ts';
import type { Report } from '../finding.ts';
import type { SourceDocument } from '../source-document.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { DataVariables } from './data-objects.ts';

/** What the compilers of single elements look up around them. */
export interface CompileContext {
  readonly document: SourceDocument;
  readonly graph: SourceGraph;
  /** The lane around each node that stands in one. */
  readonly lanes: ReadonlyMap<string, string>;
  readonly data: DataVariables;
  /** The activity that undoes another, by the id of the latter. */
  readonly compensationHandlers: ReadonlyMap<string, string>;
  /** The catch of each link. */
  readonly linkTargets: ReadonlyMap<string, string>;
  readonly checkExpression: CheckExpression;
  readonly report: Report;
}
