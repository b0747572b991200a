import type { JournalEntry, Json } from '@wbpm/engine';
import type { HostStep } from './case.ts';

/** One instance as a host shows it. */
export interface SeenInstance {
  readonly instanceId: string;
  readonly status: string;
  readonly variables: Readonly<Record<string, Json>>;
  readonly journal: readonly JournalEntry[];
  readonly elements: readonly SeenElement[];
  readonly subscriptions: readonly { readonly elementId: string; readonly kind: string }[];
  readonly incidents: readonly {
    readonly incidentId: string;
    readonly elementId: string;
    readonly code: string;
  }[];
}

export interface SeenElement {
  readonly elementInstanceId: string;
  readonly elementId: string;
  /** What it waits for; null while its content runs. */
  readonly wait: string | null;
  readonly incidentId: string | null;
  readonly variables: Readonly<Record<string, Json>>;
}

/** What a step came to. */
export type Outcome =
  | { readonly kind: 'done'; readonly result: string | null }
  | { readonly kind: 'refused'; readonly message: string };

/** Something that runs processes. Every host runs the same cases and must show the same. */
export interface ConformanceHost {
  readonly deploy: (bpmnXml: string) => Promise<void>;
  /** Makes every decision of the file the next version of its id. */
  readonly deployDecisions: (dmnXml: string) => Promise<void>;
  /** Everything that follows from the step has happened when it answers. */
  readonly perform: (step: HostStep, instanceId: string, element: SeenElement | null) => Promise<Outcome>;
  /** In the order in which they came into being. */
  readonly instances: () => Promise<readonly SeenInstance[]>;
}
