import type { Scenario } from './peer.ts';

export interface Contestant {
  /** Its file under peers/, and its name in the report. */
  readonly name: string;
  /** Durable ones are compared with durable ones. */
  readonly store: 'memory' | 'postgres';
  readonly scenarios: readonly Scenario[];
}

/** Ours first: the others are compared with the first of their store. */
export const contestants: readonly Contestant[] = [
  { name: 'wbpm-memory', store: 'memory', scenarios: ['wait', 'steps', 'items'] },
  { name: 'bpmn-elements', store: 'memory', scenarios: ['wait', 'steps', 'items'] },
  { name: 'bpmn-engine', store: 'memory', scenarios: ['wait', 'steps', 'items'] },
  { name: 'wbpm-postgres', store: 'postgres', scenarios: ['wait', 'steps', 'items'] },
  { name: 'raw-rows', store: 'postgres', scenarios: ['wait'] },
  { name: 'dbos', store: 'postgres', scenarios: ['wait', 'steps', 'items'] },
  { name: 'graphile-worker', store: 'postgres', scenarios: ['wait'] },
  { name: 'pg-boss', store: 'postgres', scenarios: ['wait'] },
];
