import type { FreeId } from '../document/free-ids.ts';
import type { Draft, Named } from './draft.ts';
import type { Place } from './excerpt.ts';

/** What is known of a flow before it is known where it leads. */
export interface OpenEnd extends Place {
  readonly source: Draft;
  readonly id: string | null;
  readonly name: string | null;
  readonly documentation: unknown;
  readonly condition: unknown;
  readonly isDefault: boolean;
}

export interface FlowInText extends OpenEnd {
  /** Null until it is known, and for good where there is no such element. */
  to: string | null;
}

/** A process or subprocess in the making. */
export interface ScopeInText {
  readonly draft: Draft;
  readonly activities: Draft[];
  readonly flows: FlowInText[];
  readonly data: Draft[];
  /** Whether a statement leads to the next one without an arrow. */
  readonly isOrdered: boolean;
}

export function openEnd(source: Draft, { line, column, endLine, endColumn }: Place): OpenEnd {
  const nothing = { id: null, name: null, documentation: undefined, condition: undefined, isDefault: false };
  return { ...nothing, source, line, column, endLine, endColumn };
}

export function connect(open: readonly OpenEnd[], to: string, scope: ScopeInText): void {
  for (const end of open) scope.flows.push({ ...end, to });
}

export function idOf(draft: Draft): string {
  const id = draft['id'];
  return typeof id === 'string' ? id : '';
}

/** Once all mentions are settled: flows as the document has them, those of one element together. */
export function finishScope(scope: ScopeInText, freeId: FreeId, named: Named[]): void {
  const order = new Map(scope.activities.map((activity, at) => [activity, at]));
  const sorted = scope.flows
    .filter((flow) => flow.to !== null)
    .sort(
      (a, b) =>
        (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0) || a.line - b.line || a.column - b.column,
    );
  scope.draft['activities'] = scope.activities;
  scope.draft['flows'] = sorted.map((flow) => {
    const from = idOf(flow.source);
    const derived = `${from}_to_${flow.to}`;
    const id = flow.id ?? freeId(derived);
    const { line, column, endLine, endColumn } = flow;
    named.push({ id, name: null, line, column, endLine, endColumn, lastLine: endLine });
    if (flow.isDefault) flow.source['default'] = id === derived ? flow.to : id;
    return {
      ...(id === derived ? {} : { id }),
      ...(flow.name === null ? {} : { name: flow.name }),
      ...(flow.documentation === undefined ? {} : { documentation: flow.documentation }),
      from,
      to: flow.to,
      ...(flow.condition === undefined ? {} : { condition: flow.condition }),
    };
  });
  if (scope.data.length > 0) scope.draft['data'] = scope.data;
}
