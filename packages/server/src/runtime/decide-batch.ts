import {
  type Command,
  type Decision,
  type DecisionRequest,
  decide,
  type Environment,
  type Event,
  type HostRequest,
  type InstanceState,
  type JournalEntry,
  type JsonObject,
  type ProcessGraph,
  type ScriptOutcome,
  type StepLimits,
} from '@wbpm/engine';
import type { DecisionAnswer, DecisionCaller } from './answer-decision.ts';
import type { Clock } from './clock.ts';
import { type CommandRejection, type CommandRequest, staleness } from './command-outcome.ts';

export interface DecidingDependencies {
  readonly runScript: (source: string, variables: JsonObject) => Promise<ScriptOutcome>;
  readonly answerDecision: (
    caller: DecisionCaller,
    request: DecisionRequest,
    now: number,
  ) => Promise<DecisionAnswer>;
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
  /** What the instance runs by after them. */
  readonly graph: ProcessGraph;
  /** Steps since the last wait when work is left over; null: the instance rests. */
  readonly unfinishedSteps: number | null;
  /** Rejected on the state to which the accepted commands before them led. */
  readonly rejected: readonly { readonly item: Item; readonly rejection: CommandRejection }[];
  /** All that were accepted or rejected, in the order in which they were decided. */
  readonly tried: readonly Item[];
  /** The command that ended the batch early, with everything behind it still undecided. */
  readonly defect: { readonly item: Item; readonly error: unknown } | null;
  readonly undecided: readonly Item[];
}

/**
 * Decides the batch one command after the other; a migration is a batch of its own, since everything before and
 * after it belongs to another definition. The state is given up to it, as to `decide`.
 */
export async function decideBatch<Item extends { readonly request: CommandRequest }>(
  graph: ProcessGraph,
  before: InstanceState | null,
  batch: readonly Item[],
  dependencies: DecidingDependencies,
): Promise<DecidedBatch<Item>> {
  const accepted: Item[] = [];
  const entries: JournalEntry[] = [];
  let state = before;
  let goesBy = graph;
  let unfinishedSteps: number | null = null;
  const rejected: { readonly item: Item; readonly rejection: CommandRejection }[] = [];
  let defect: DecidedBatch<Item>['defect'] = null;

  for (const item of batch) {
    const firstSeq = (state?.sequence ?? 0) + 1;
    const env: Environment = {
      now: dependencies.clock.now(),
      newId: dependencies.newId,
      limits: dependencies.limits,
    };
    const { command, actor } = item.request;
    if (command.type === 'migrateInstance' && accepted.length > 0) break;
    const stale = staleness(state, item.request);
    if (stale !== null) {
      rejected.push({ item, rejection: stale });
      continue;
    }
    try {
      const first = decide(goesBy, state, command, env);
      const events: Event[] = first.kind === 'accepted' ? [...first.events] : [];
      const last =
        first.kind === 'rejected' || first.request === null
          ? first
          : await answerRequests(first, events, env, item.request, dependencies);
      if (last.kind === 'rejected') {
        rejected.push({ item, rejection: last.rejection });
        // The state was given up to its first steps.
        if (first.kind === 'accepted') break;
        continue;
      }
      state = last.state;
      goesBy = last.graph;
      // A command that comes in between does not end the count of a loop that is under way.
      const stepsBefore: number = 'stepsTaken' in command ? 0 : (unfinishedSteps ?? 0);
      unfinishedSteps = last.unfinished ? stepsBefore + last.stepsTaken : null;
      accepted.push(item);
      if (events.length > 0) {
        entries.push({ firstSeq, at: env.now, actor, command: command.type, events });
      }
      if (command.type === 'migrateInstance') break;
    } catch (error) {
      defect = { item, error };
      break;
    }
  }
  const triedCount = accepted.length + rejected.length;
  return {
    accepted,
    rejected,
    tried: batch.slice(0, triedCount),
    entries,
    state,
    graph: goesBy,
    unfinishedSteps,
    defect,
    undecided: batch.slice(triedCount + (defect === null ? 0 : 1)),
  };
}

type Accepted = Extract<Decision, { kind: 'accepted' }>;

interface Refused {
  readonly kind: 'rejected';
  readonly rejection: CommandRejection;
}

/** Does what the turn asks of its host, so that the effect is part of its change. */
async function answerRequests(
  first: Accepted,
  events: Event[],
  env: Environment,
  asked: CommandRequest,
  dependencies: DecidingDependencies,
): Promise<Accepted | Refused> {
  let decision = first;
  for (let { request } = first; request !== null; { request } = decision) {
    const answered = await answer(request, decision, env.now, asked, dependencies);
    if (answered.kind === 'rejected') return answered;
    const next = decide(decision.graph, decision.state, answered.command, env);
    if (next.kind === 'rejected') throw new Error(next.rejection.message);
    events.push(...next.events);
    decision = next;
  }
  return decision;
}

async function answer(
  request: HostRequest,
  { state, stepsTaken }: Accepted,
  now: number,
  { tenantId, needsDecisions }: CommandRequest,
  { runScript, answerDecision }: DecidingDependencies,
): Promise<{ readonly kind: 'answered'; readonly command: Command } | Refused> {
  const { elementInstanceId } = request;
  switch (request.kind) {
    case 'script': {
      const outcome = await runScript(request.source, request.variables);
      return {
        kind: 'answered',
        command: { type: 'completeScript', elementInstanceId, outcome, stepsTaken },
      };
    }
    case 'decision': {
      const { definitionId } = state;
      const given = await answerDecision({ tenantId, definitionId }, request, now);
      if (given.kind === 'unknown' && needsDecisions === true) {
        return { kind: 'rejected', rejection: { code: 'DECISION_NOT_FOUND', message: given.message } };
      }
      const outcome = given.kind === 'unknown' ? { ...given, kind: 'failed' as const } : given;
      return {
        kind: 'answered',
        command: { type: 'completeDecision', elementInstanceId, outcome, stepsTaken },
      };
    }
  }
}
