import { apply } from '../execution/apply.ts';
import type { Command } from '../execution/command.ts';
import { type Decision, decide } from '../execution/decide.ts';
import type { Event, JournalEntry } from '../execution/event.ts';
import type { InstanceState } from '../execution/state.ts';
import type { HostRequest, ScriptRequest } from '../execution/turn.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { restlessness, TokenLedger } from './invariants.ts';
import { commandFor, type Happening, helpfulCommand, runScript } from './random-path.ts';
import type { Switches } from './random-process.ts';
import { differences, reloaded } from './stored-state.ts';
import { forbiddenTransitions } from './transitions.ts';

const enoughHelp = 2_000;

/** What a run through a process did, and what was wrong with it. */
export interface RandomRun {
  readonly found: readonly string[];
  readonly steps: number;
  readonly state: InstanceState;
}

interface Step {
  readonly events: readonly Event[];
  readonly state: InstanceState;
  readonly unfinished: boolean;
  readonly stepsTaken: number;
  readonly ids: number;
}

/** Starts the process, lets things happen to it, then helps it to its end; stops at the first fault. */
export function randomRun(
  graph: ProcessGraph,
  variables: Switches,
  path: readonly Happening[],
  stepsPerTurn: number,
): RandomRun {
  const journal: JournalEntry[] = [];
  const ledger = new TokenLedger(graph);
  let folded: InstanceState | null = null;
  let now = 1_000;
  let steps = 0;
  let last = take(null, {
    type: 'startInstance',
    instanceId: 'instance',
    definitionId: 'd',
    version: 1,
    businessKey: null,
    variables: { n: 0, ...variables },
    startElementId: null,
    triggerVariables: {},
    parent: null,
  });

  /** Decides a command twice: on the state in memory and on the one a store would give back. */
  function take(before: Step | null, command: Command): { step: Step; found: string[] } {
    now += 10;
    steps += 1;
    const stored = before === null ? null : reloaded(before.state);
    const restarted = host(graph, stored, command, { now, ids: before?.ids ?? 0, stepsPerTurn });
    const step = host(graph, before?.state ?? null, command, { now, ids: before?.ids ?? 0, stepsPerTurn });
    const text = JSON.stringify(step.events);
    const found = JSON.stringify(restarted.events) === text ? [] : ['a restart changes what happens'];
    const events = JSON.parse(text) as Event[];
    if (events.length > 0) {
      const firstSeq = (folded?.sequence ?? 0) + 1;
      journal.push({ firstSeq, at: now, actor: 'x', command: command.type, events });
    }
    for (const event of events) folded = apply(folded, event, now);
    ledger.add(events, step.state.elements.size);
    if (folded === null) return { step, found: ['the journal is empty'] };
    found.push(
      ...differences('fold', folded, step.state),
      ...differences('store', reloaded(step.state), step.state),
      ...restlessness(step.state, step.unfinished),
      ...ledger.found,
    );
    return { step, found };
  }

  const isFaulty = (): boolean => last.found.length > 0;
  for (const happening of path) {
    const { state, unfinished, stepsTaken } = last.step;
    const command = isFaulty() ? null : commandFor(state, unfinished, stepsTaken, happening);
    if (command === null) break;
    last = take(last.step, command);
  }
  for (let help = 0; !isFaulty(); help++) {
    const { state, unfinished, stepsTaken } = last.step;
    const command = helpfulCommand(state, unfinished, stepsTaken);
    if (command === null) break;
    if (help > enoughHelp) return { found: ['it does not come to its end'], steps, state };
    last = take(last.step, command);
  }
  const { state } = last.step;
  return { found: [...last.found, ...unended(state), ...forbiddenTransitions(journal)], steps, state };
}

/** With help every process ends, save one whose tokens wait at a join for others that cannot come. */
function unended(state: InstanceState): string[] {
  if (state.endedAt !== null) return [];
  const codes = [...state.incidents.values()].map(({ code }) => code);
  return codes.length === 1 && codes[0] === 'JOIN_DEADLOCK' ? [] : ['it has not ended, and nothing helps'];
}

/** Executes one command with the scripts it leads to. A rejection is no fault: it changes nothing. */
function host(
  graph: ProcessGraph,
  state: InstanceState | null,
  command: Command,
  { now, ids, stepsPerTurn }: { readonly now: number; readonly ids: number; readonly stepsPerTurn: number },
): Step {
  let last = ids;
  const env = {
    now,
    newId: () => `id-${String(++last).padStart(6, '0')}`,
    limits: { stepsPerTurn, stepsWithoutWait: 100_000 },
  };
  const events: Event[] = [];
  let next: Command = command;
  for (let current = state; ; ) {
    const decision: Decision = decide(graph, current, next, env);
    if (decision.kind === 'rejected') {
      if (current === null || events.length > 0) throw new Error(decision.rejection.message);
      return { events, state: current, unfinished: isUnfinished(current), stepsTaken: 0, ids: last };
    }
    events.push(...decision.events);
    current = decision.state;
    const { request, unfinished, stepsTaken } = decision;
    if (request === null) return { events, state: current, unfinished, stepsTaken, ids: last };
    next = {
      type: 'completeScript',
      elementInstanceId: request.elementInstanceId,
      outcome: runScript(scriptOf(request)),
      stepsTaken,
    };
  }
}

function scriptOf(request: HostRequest): ScriptRequest {
  if (request.kind === 'script') return request;
  throw new Error(`Expected a script of '${request.elementId}', but found a ${request.kind}`);
}

function isUnfinished({ status, pending }: InstanceState): boolean {
  return status === 'active' && pending.size > 0;
}
