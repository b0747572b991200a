import { apply } from '../../execution/apply.ts';
import type { Command, ScriptOutcome } from '../../execution/command.ts';
import { type Decision, decide } from '../../execution/decide.ts';
import type { Event, JournalEntry } from '../../execution/event.ts';
import type { RejectionCode } from '../../execution/rejection.ts';
import type { InstanceState } from '../../execution/state.ts';
import type { HostRequest } from '../../execution/turn.ts';
import type { JsonObject } from '../../model/json.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { restlessness } from '../invariants.ts';
import { differences, fingerprint, reloaded } from '../stored-state.ts';
import { TokenLedger } from '../token-ledger.ts';
import { forbiddenTransitions } from '../transitions.ts';

/** What one command did. */
export interface Step {
  readonly events: readonly Event[];
  readonly state: InstanceState;
  readonly unfinished: boolean;
  readonly stepsTaken: number;
  readonly rejection: RejectionCode | null;
  readonly ids: number;
}

/** An instance as whoever chooses what happens to it next sees it, wherever it lives. */
export interface Seen {
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly last: Pick<Step, 'state' | 'unfinished' | 'stepsTaken'>;
}

/** One instance of a random run; after every command all that must always hold is looked at. */
export class Host implements Seen {
  readonly graph: ProcessGraph;
  readonly journal: JournalEntry[] = [];
  readonly #ledger: TokenLedger;
  readonly #instanceId: string;
  readonly #stepsPerTurn: number;
  #folded: InstanceState | null = null;
  #last: Step | null = null;

  constructor(graph: ProcessGraph, instanceId: string, stepsPerTurn: number) {
    this.graph = graph;
    this.#instanceId = instanceId;
    this.#stepsPerTurn = stepsPerTurn;
    this.#ledger = new TokenLedger(graph, instanceId);
  }

  get last(): Step {
    if (this.#last === null) throw new Error('Expected a started instance');
    return this.#last;
  }

  get state(): InstanceState {
    return this.last.state;
  }

  /** Decides a command twice: on the state in memory, and on the one a store would give back; returns what is wrong. */
  execute(command: Command, now: number): readonly string[] {
    const before = this.#last;
    const stored = before === null ? null : reloaded(before.state);
    const restarted = this.#run(stored, command, now);
    const step = this.#run(before?.state ?? null, command, now);
    this.#last = step;
    const text = JSON.stringify(step.events);
    const found = JSON.stringify(restarted.events) === text ? [] : ['a restart changes what happens'];
    const events = JSON.parse(text) as Event[];
    if (step.rejection !== null && events.length > 0) found.push(`${command.type} was rejected half way`);
    if (events.length > 0) {
      const firstSeq = (this.#folded?.sequence ?? 0) + 1;
      this.journal.push({ firstSeq, at: now, actor: 'x', command: command.type, events });
    }
    for (const event of events) this.#folded = apply(this.#folded, event, now);
    this.#ledger.add(events, new Set(step.state.elements.keys()));
    if (this.#folded === null) return ['the journal is empty'];
    return [
      ...found,
      ...disagreements(step.state, { fold: this.#folded, restart: restarted.state }),
      ...restlessness(step.state, step.unfinished),
      ...this.#ledger.found,
    ];
  }

  /** Transitions that no table allows. */
  forbidden(): readonly string[] {
    return forbiddenTransitions(this.journal);
  }

  /** With the scripts and decisions it leads to. A rejection is no fault: it changes nothing. */
  #run(state: InstanceState | null, command: Command, now: number): Step {
    let ids = this.#last?.ids ?? 0;
    const env = {
      now,
      newId: () => `${this.#instanceId}.${String(++ids).padStart(6, '0')}`,
      limits: { stepsPerTurn: this.#stepsPerTurn, stepsWithoutWait: 300 },
    };
    const events: Event[] = [];
    let next: Command = command;
    for (let current = state; ; ) {
      const decision: Decision = decide(this.graph, current, next, env);
      if (decision.kind === 'rejected') {
        if (current === null) throw new Error(decision.rejection.message);
        const { stepsTaken, unfinished } = this.last;
        return { events, state: current, unfinished, stepsTaken, rejection: decision.rejection.code, ids };
      }
      events.push(...decision.events);
      current = decision.state;
      const { request, unfinished, stepsTaken } = decision;
      if (request === null) return { events, state: current, unfinished, stepsTaken, rejection: null, ids };
      next = answer(request, stepsTaken);
    }
  }
}

function disagreements(
  state: InstanceState,
  others: Readonly<Record<string, InstanceState>>,
): readonly string[] {
  const expected = fingerprint(state);
  return Object.entries(others).flatMap(([origin, other]) =>
    fingerprint(other) === expected ? [] : differences(origin, other, state),
  );
}

function answer(request: HostRequest, stepsTaken: number): Command {
  const { elementInstanceId, variables } = request;
  switch (request.kind) {
    case 'script':
      return { type: 'completeScript', elementInstanceId, outcome: scriptOutcome(variables), stepsTaken };
    case 'decision': {
      const outcome = fails(variables) ? failed : { kind: 'decided' as const, value: next(variables) };
      return { type: 'completeDecision', elementInstanceId, outcome, stepsTaken };
    }
  }
}

const failed = { kind: 'failed', message: 'the mode is to fail' } as const;
const fails = (variables: JsonObject): boolean => variables['mode'] === 'fail';
const next = (variables: JsonObject): number => Number(variables['n']) + 1;

/** What every script of a random process comes to. */
export function scriptOutcome(variables: JsonObject): ScriptOutcome {
  if (fails(variables)) return failed;
  return { kind: 'completed', result: next(variables), variables: { scripted: true } };
}
