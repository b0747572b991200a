import {
  type Command,
  type Decision,
  decide,
  type Environment,
  type Event,
  type InstanceState,
  type JournalEntry,
  type JsonObject,
  type ProcessGraph,
  type Rejection,
  type ScriptOutcome,
  type StepLimits,
} from '@wbpm/engine';
import type { Clock } from './clock.ts';
import type { CommandRequest } from './command-outcome.ts';

export interface DecidingDependencies {
  readonly runScript: (source: string, variables: JsonObject) => Promise<ScriptOutcome>;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly limits: StepLimits;
}

/** What deciding commands one after the other on one state came to. */
export interface DecidedBatch<Item> {
  readonly accepted: readonly Item[];
  readonly entries: readonly JournalEntry[];
  /** The state after the accepted commands; as before when there is none. */
  readonly state: InstanceState | null;
  readonly unfinished: boolean;
  readonly stepsTaken: number;
  /** The command that ended the batch early, with everything behind it still undecided. */
  readonly stopped:
    | { readonly kind: 'rejected'; readonly item: Item; readonly rejection: Rejection }
    | { readonly kind: 'defect'; readonly item: Item; readonly error: unknown }
    | null;
  readonly undecided: readonly Item[];
}

/** Decides the batch up to its first rejection. The state is given up to it, as to `decide`. */
export async function decideBatch<Item extends { readonly request: CommandRequest }>(
  graph: ProcessGraph,
  before: InstanceState | null,
  batch: readonly Item[],
  dependencies: DecidingDependencies,
): Promise<DecidedBatch<Item>> {
  const accepted: Item[] = [];
  const entries: JournalEntry[] = [];
  let state = before;
  let unfinished = false;
  let stepsTaken = 0;
  let stopped: DecidedBatch<Item>['stopped'] = null;

  for (const item of batch) {
    const firstSeq = (state?.sequence ?? 0) + 1;
    const env: Environment = {
      now: dependencies.clock.now(),
      newId: dependencies.newId,
      limits: dependencies.limits,
    };
    const { command, actor } = item.request;
    try {
      const first = decide(graph, state, command, env);
      if (first.kind === 'rejected') {
        stopped = { kind: 'rejected', item, rejection: first.rejection };
        break;
      }
      const events: Event[] = [...first.events];
      const last = first.script === null ? first : await runScripts(graph, first, events, env, dependencies);
      state = last.state;
      unfinished = last.unfinished;
      stepsTaken = last.stepsTaken;
      accepted.push(item);
      if (events.length > 0) {
        entries.push({ firstSeq, at: env.now, actor, command: command.type, events });
      }
    } catch (error) {
      stopped = { kind: 'defect', item, error };
      break;
    }
  }
  const decidedCount = accepted.length + (stopped === null ? 0 : 1);
  return { accepted, entries, state, unfinished, stepsTaken, stopped, undecided: batch.slice(decidedCount) };
}

type Accepted = Extract<Decision, { kind: 'accepted' }>;

/** Runs the scripts a command leads to, so that their effect is part of its change. */
async function runScripts(
  graph: ProcessGraph,
  first: Accepted,
  events: Event[],
  env: Environment,
  { runScript }: DecidingDependencies,
): Promise<Accepted> {
  let decision = first;
  for (let script = first.script; script !== null; script = decision.script) {
    const command: Command = {
      type: 'completeScript',
      elementInstanceId: script.elementInstanceId,
      outcome: await runScript(script.source, script.variables),
      stepsTaken: decision.stepsTaken,
    };
    const next = decide(graph, decision.state, command, env);
    if (next.kind === 'rejected') throw new Error(next.rejection.message);
    events.push(...next.events);
    decision = next;
  }
  return decision;
}
