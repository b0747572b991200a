import type { Command, DecisionOutcome, ScriptOutcome } from '../execution/command.ts';
import { type Decision, decide } from '../execution/decide.ts';
import { type Effect, effectOf } from '../execution/effects.ts';
import type { Environment, StepLimits } from '../execution/environment.ts';
import type { Event } from '../execution/event.ts';
import type { Rejection } from '../execution/rejection.ts';
import { hasEnded, type InstanceState } from '../execution/state.ts';
import type { DecisionRequest, HostRequest, ScriptRequest } from '../execution/turn.ts';
import type { ProcessModel } from '../model/process.ts';
import { graphOf, type ProcessGraph } from '../model/process-graph.ts';
import { carryOut } from './carry-out.ts';
import { nextDueTimer } from './due-timers.ts';
import { startByBuffered, takeBuffered } from './messages.ts';
import type { BufferedMessage, Deployed, MemoryInstance, Processes, StartOptions } from './processes.ts';
import {
  afterStart,
  fireStartTimer,
  nextStartTimer,
  type StartTimer,
  startTimersOf,
} from './start-timers.ts';

/** What the host of an in-memory engine gives it: the time to begin with, and whoever does the outside work. */
export interface MemoryHost {
  readonly now: number;
  readonly limits?: StepLimits;
  readonly runScript: (request: ScriptRequest) => ScriptOutcome;
  readonly decide: (request: DecisionRequest) => DecisionOutcome;
  /** Keeps every event at its instance; without it memory does not grow with what an instance has done. */
  readonly keepsJournal?: boolean;
  /** Called between any two commands of an instance; gives the state to go on with. */
  readonly betweenCommands?: (state: InstanceState) => InstanceState;
}

const defaultLimits: StepLimits = { stepsPerTurn: 1_000, stepsWithoutWait: 10_000_000 };

/** What a command came to, and what follows from it. */
interface Done {
  readonly kind: 'done';
  readonly state: InstanceState;
  /** None where no journal is kept. */
  readonly events: readonly Event[];
  readonly effects: readonly Effect[];
  /** Subscriptions that wait now and did not before. */
  readonly opened: readonly string[];
  readonly resumed: boolean;
}

/**
 * Processes run in memory: every instance, the messages, signals and calls between them, and a clock of
 * their own. The host of the simulator, of tests, and of programs that need no store.
 */
export class MemoryEngine implements Processes {
  readonly definitions = new Map<string, Deployed[]>();
  readonly instances = new Map<string, MemoryInstance>();
  readonly buffered: BufferedMessage[] = [];
  now: number;
  #ids = 0;
  #deployments = 0;
  #carrying = false;
  #startTimers: readonly StartTimer[] = [];
  readonly #effects: { readonly effect: Effect; readonly from: string }[] = [];
  readonly #host: MemoryHost;

  constructor(host: MemoryHost) {
    this.#host = host;
    this.now = host.now;
  }

  /** Makes each process the latest version of its id. */
  deploy(models: readonly ProcessModel[]): readonly Deployed[] {
    this.#deployments += 1;
    const all = models.map((model) => {
      const versions = this.definitions.get(model.processId) ?? [];
      const version = versions.length + 1;
      const definitionId = `${model.processId}:${version}`;
      const deployed = { definitionId, deployment: this.#deployments, version, graph: graphOf(model) };
      this.definitions.set(model.processId, [...versions, deployed]);
      return deployed;
    });
    const replaced = new Set(models.map(({ processId }) => processId));
    this.#startTimers = [
      ...this.#startTimers.filter(({ definition }) => !replaced.has(definition.graph.model.processId)),
      ...all.flatMap((deployed) => startTimersOf(deployed, this.now)),
    ];
    startByBuffered(this);
    return all;
  }

  latest(processId: string): Deployed | null {
    return this.definitions.get(processId)?.at(-1) ?? null;
  }

  /** Starts an instance and lets it and whatever it sets in motion run until everything waits. */
  start(definition: Deployed, options: StartOptions = {}): MemoryInstance | Rejection {
    const instanceId = options.instanceId ?? this.newId();
    const command: Command = {
      type: 'startInstance',
      instanceId,
      definitionId: definition.definitionId,
      version: definition.version,
      businessKey: options.businessKey ?? null,
      ...(options.startedBy === undefined ? {} : { startedBy: options.startedBy }),
      variables: options.variables ?? {},
      startElementId: options.startElementId ?? null,
      ...(options.startTriggerIndex === undefined ? {} : { startTriggerIndex: options.startTriggerIndex }),
      triggerVariables: options.triggerVariables ?? {},
      parent: options.parent ?? null,
    };
    const run = this.#run(definition.graph, null, command);
    if (run.kind === 'rejected') return run.rejection;
    const instance: MemoryInstance = {
      definition,
      journal: [],
      deferred: [],
      conversationId: options.conversationId ?? instanceId,
      state: run.state,
    };
    this.instances.set(instanceId, instance);
    this.#follow(instance, command, run);
    return instance;
  }

  /** Executes a command on a live instance; null when it was accepted. */
  execute(instanceId: string, command: Command): Rejection | null {
    const instance = this.instances.get(instanceId);
    if (instance === undefined) throw new Error(`Expected instance ${instanceId}, but found none`);
    const before = this.#host.betweenCommands?.(instance.state) ?? instance.state;
    const run = this.#run(instance.definition.graph, before, command);
    if (run.kind === 'rejected') return run.rejection;
    instance.state = run.state;
    instance.definition = this.#definitionOf(run.state);
    this.#follow(instance, command, run);
    return null;
  }

  /** Moves the clock, firing every timer at the moment it falls due, in order. */
  advanceTo(moment: number): void {
    for (;;) {
      const start = nextStartTimer(this.#startTimers, moment);
      const timer = nextDueTimer(this, start?.awaited.dueAt ?? moment);
      if (start !== null && (timer === null || timer.dueAt >= start.awaited.dueAt)) {
        this.now = Math.max(this.now, start.awaited.dueAt);
        this.#startTimers = this.#startTimers.flatMap((one) => (one === start ? afterStart(one) : [one]));
        fireStartTimer(this, start);
      } else if (timer !== null) {
        this.now = Math.max(this.now, timer.dueAt);
        const { instanceId, subscriptionId } = timer;
        this.execute(instanceId, { type: 'fireTimer', subscriptionId });
      } else break;
    }
    this.now = Math.max(this.now, moment);
  }

  live(): MemoryInstance[] {
    return [...this.instances.values()].filter(({ state }) => !hasEnded(state));
  }

  /** Sorts in the order of creation. */
  newId(): string {
    this.#ids += 1;
    return `id-${String(this.#ids).padStart(9, '0')}`;
  }

  #definitionOf({ processId, definitionId }: InstanceState): Deployed {
    const found = this.definitions.get(processId)?.find((deployed) => deployed.definitionId === definitionId);
    if (found === undefined)
      throw new Error(`Expected definition ${definitionId} to be deployed, but found none`);
    return found;
  }

  #follow(instance: MemoryInstance, command: Command, { events, effects, opened, resumed }: Done): void {
    const { state, journal } = instance;
    const { instanceId } = state;
    if (events.length > 0) {
      const firstSeq = state.sequence - events.length + 1;
      journal.push({ firstSeq, at: this.now, actor: 'memory', command: command.type, events });
    }
    for (const effect of effects) this.#effects.push({ effect, from: instanceId });
    this.#settle();
    for (const subscriptionId of opened) takeBuffered(this, instanceId, subscriptionId);
    if (resumed) this.#takeUp(instance);
  }

  /** What came for the instance while it was suspended. */
  #takeUp(instance: MemoryInstance): void {
    const { instanceId, subscriptions } = instance.state;
    for (const { effect, from } of instance.deferred.splice(0)) carryOut(this, effect, from);
    for (const id of [...subscriptions.keys()]) takeBuffered(this, instanceId, id);
  }

  /** First in, first out: what an effect sets in motion comes after the effects that were there before it. */
  #settle(): void {
    if (this.#carrying) return;
    this.#carrying = true;
    try {
      for (let next = this.#effects.shift(); next !== undefined; next = this.#effects.shift()) {
        carryOut(this, next.effect, next.from);
      }
    } finally {
      this.#carrying = false;
    }
  }

  #run(
    graph: ProcessGraph,
    state: InstanceState | null,
    command: Command,
  ): Done | Extract<Decision, { kind: 'rejected' }> {
    const events: Event[] = [];
    const effects: Effect[] = [];
    const opened: string[] = [];
    let resumed = false;
    let current = state;
    let goesBy = graph;
    let next = command;
    for (;;) {
      const decision = decide(goesBy, current, next, this.#environment());
      if (decision.kind === 'rejected') return decision;
      const { subscriptions } = decision.state;
      for (const event of decision.events) {
        if (this.#host.keepsJournal === true) events.push(event);
        const effect = effectOf(decision.state, event);
        if (effect !== null) effects.push(effect);
        if (event.type === 'subscriptionOpened' && subscriptions.has(event.subscriptionId)) {
          opened.push(event.subscriptionId);
        }
        if (event.type === 'instanceResumed') resumed = true;
      }
      current = decision.state;
      goesBy = decision.graph;
      const { request, stepsTaken } = decision;
      if (request !== null) next = this.#answer(request, stepsTaken);
      else if (decision.unfinished) next = { type: 'continueInstance', stepsTaken };
      else return { kind: 'done', state: current, events, effects, opened, resumed };
    }
  }

  #answer(request: HostRequest, stepsTaken: number): Command {
    const { elementInstanceId } = request;
    switch (request.kind) {
      case 'script':
        return {
          type: 'completeScript',
          elementInstanceId,
          outcome: this.#host.runScript(request),
          stepsTaken,
        };
      case 'decision':
        return {
          type: 'completeDecision',
          elementInstanceId,
          outcome: this.#host.decide(request),
          stepsTaken,
        };
    }
  }

  #environment(): Environment {
    return { now: this.now, newId: () => this.newId(), limits: this.#host.limits ?? defaultLimits };
  }
}
