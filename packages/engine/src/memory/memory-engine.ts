import type { Command, DecisionOutcome, ScriptOutcome } from '../execution/command.ts';
import { type Decision, decide } from '../execution/decide.ts';
import { type Effect, effectsOf } from '../execution/effects.ts';
import type { Environment, StepLimits } from '../execution/environment.ts';
import type { Event } from '../execution/event.ts';
import type { Rejection } from '../execution/rejection.ts';
import { hasEnded, type InstanceState } from '../execution/state.ts';
import type { DecisionRequest, HostRequest, ScriptRequest } from '../execution/turn.ts';
import type { ProcessModel } from '../model/process.ts';
import { graphOf, type ProcessGraph } from '../model/process-graph.ts';
import { carryOut } from './carry-out.ts';
import { nextDueTimer } from './due-timers.ts';
import { takeBuffered } from './messages.ts';
import type { BufferedMessage, Deployed, MemoryInstance, Processes, StartOptions } from './processes.ts';

/** What the host of an in-memory engine gives it: the time to begin with, and whoever does the outside work. */
export interface MemoryHost {
  readonly now: number;
  readonly limits?: StepLimits;
  readonly runScript: (request: ScriptRequest) => ScriptOutcome;
  readonly decide: (request: DecisionRequest) => DecisionOutcome;
  /** Called between any two commands of an instance; gives the state to go on with. */
  readonly betweenCommands?: (state: InstanceState) => InstanceState;
}

const defaultLimits: StepLimits = { stepsPerTurn: 1_000, stepsWithoutWait: 2_000_000 };

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
  readonly #effects: { readonly effect: Effect; readonly from: string }[] = [];
  readonly #host: MemoryHost;

  constructor(host: MemoryHost) {
    this.#host = host;
    this.now = host.now;
  }

  /** Makes each process the latest version of its id. */
  deploy(models: readonly ProcessModel[]): readonly Deployed[] {
    this.#deployments += 1;
    return models.map((model) => {
      const versions = this.definitions.get(model.processId) ?? [];
      const version = versions.length + 1;
      const definitionId = `${model.processId}:${version}`;
      const deployed = { definitionId, deployment: this.#deployments, version, graph: graphOf(model) };
      this.definitions.set(model.processId, [...versions, deployed]);
      return deployed;
    });
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
      variables: options.variables ?? {},
      startElementId: options.startElementId ?? null,
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
    this.#record(instance, command, run.events);
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
    this.#record(instance, command, run.events);
    return null;
  }

  /** Moves the clock, firing every timer at the moment it falls due, in order. */
  advanceTo(moment: number): void {
    for (let timer = nextDueTimer(this, moment); timer !== null; timer = nextDueTimer(this, moment)) {
      this.now = Math.max(this.now, timer.dueAt);
      const { instanceId, subscriptionId } = timer;
      this.execute(instanceId, { type: 'fireTimer', subscriptionId });
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

  #record(instance: MemoryInstance, command: Command, events: readonly Event[]): void {
    const { state, journal } = instance;
    if (events.length === 0) return;
    const firstSeq = state.sequence - events.length + 1;
    journal.push({ firstSeq, at: this.now, actor: 'memory', command: command.type, events });
    for (const effect of effectsOf(state, events, firstSeq)) {
      this.#effects.push({ effect, from: state.instanceId });
    }
    this.#settle();
    for (const event of events) {
      if (event.type === 'subscriptionOpened') takeBuffered(this, state.instanceId, event.subscriptionId);
      if (event.type === 'instanceResumed') this.#takeUp(instance);
    }
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
  ):
    | { readonly kind: 'done'; readonly state: InstanceState; readonly events: readonly Event[] }
    | Extract<Decision, { kind: 'rejected' }> {
    const events: Event[] = [];
    let current = state;
    let next = command;
    for (;;) {
      const decision = decide(graph, current, next, this.#environment());
      if (decision.kind === 'rejected') return decision;
      events.push(...decision.events);
      current = decision.state;
      const { request, stepsTaken } = decision;
      if (request !== null) next = this.#answer(request, stepsTaken);
      else if (decision.unfinished) next = { type: 'continueInstance', stepsTaken };
      else return { kind: 'done', state: current, events };
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
