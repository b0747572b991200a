import type { EventOf } from '../execution/event.ts';
import type { ProcessGraph } from '../model/process-graph.ts';

/** A token as the journal shows it. */
export type Token = Pick<
  EventOf<'elementReady'>,
  'elementInstanceId' | 'elementId' | 'scopeId' | 'flowId' | 'index' | 'triggered' | 'undoes'
>;

/** What is known when a token arrives. */
export interface Moment {
  readonly graph: ProcessGraph;
  readonly instanceId: string;
  readonly live: ReadonlyMap<string, Token>;
  /** The token that has just completed, and the flows it has left over. */
  left: { readonly token: Token; readonly flows: Set<string> } | null;
  /** Scopes begun in this command, with the entries that have their token. */
  readonly begun: Map<string, Set<string>>;
  /** How often a catching event has occurred without a token yet. */
  readonly occurred: Map<string, number>;
  /** Elements that completed, or were terminated, in this command. */
  readonly ended: Set<string>;
  /** Kept compensations with the activity each undoes. */
  readonly kept: Map<string, string>;
  /** The complex gateway that has just started. */
  started: string | null;
}

/** A subprocess whose content begins with it: neither the body of a loop nor one that is undone from within. */
export function beginsContent({ graph }: Moment, { elementId, index, undoes }: Token): boolean {
  const node = graph.nodes.get(elementId);
  switch (node?.type) {
    case 'subProcess':
    case 'transaction':
      if (undoes !== undefined && !node.forCompensation) return false;
      return node.loop === null || index !== undefined;
    default:
      return false;
  }
}
