import type { ProcessGraph } from '../../model/process-graph.ts';
import type { AwaitedKind } from '../subscription.ts';

/** Where an instance is to go on. */
export interface MigrationRequest {
  readonly target: ProcessGraph;
  readonly definitionId: string;
  readonly version: number;
  /** Ids of elements and flows that are called otherwise in the target; every other id stays. */
  readonly mapping: Readonly<Record<string, string>>;
  /** Events, by their ids before, that are waited for anew, as the target says. */
  readonly updatedEvents?: readonly string[];
}

/** `needsMapping`: an entry of the mapping may help. `cannot`: the target has to be another one. */
export type Verdict = 'migrates' | 'needsMapping' | 'cannot';

/** What becomes of one thing the instance holds. */
export interface ElementVerdict {
  readonly elementId: string;
  /** null: the mapping itself is at fault. */
  readonly elementInstanceId: string | null;
  /** null: there is none. */
  readonly targetElementId: string | null;
  readonly verdict: Verdict;
  /** Said where it does not migrate. */
  readonly reason: string | null;
}

/** Something that is waited for before, after, or both. */
export interface WaitedFor {
  /** The event that reacts, by its id in the target unless it is closed. */
  readonly elementId: string;
  /** What it belongs to. */
  readonly elementInstanceId: string;
  readonly kind: AwaitedKind;
}

/** What a migration would do. */
export interface MigrationPlan {
  readonly verdict: Verdict;
  readonly elements: readonly ElementVerdict[];
  readonly subscriptions: {
    readonly kept: readonly WaitedFor[];
    readonly closed: readonly WaitedFor[];
    readonly opened: readonly WaitedFor[];
  };
}

export function verdictOn(elements: readonly ElementVerdict[]): Verdict {
  if (elements.some(({ verdict }) => verdict === 'cannot')) return 'cannot';
  return elements.some(({ verdict }) => verdict === 'needsMapping') ? 'needsMapping' : 'migrates';
}
