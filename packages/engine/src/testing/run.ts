import { expect } from 'vitest';
import type { Command, CommandOf, DecisionOutcome, ScriptOutcome } from '../execution/command.ts';
import { type Decision, decide } from '../execution/decide.ts';
import type { Environment, StepLimits } from '../execution/environment.ts';
import type { Event, EventOf, EventType, JournalEntry } from '../execution/event.ts';
import type { Modification } from '../execution/modification/modification.ts';
import type { Rejection } from '../execution/rejection.ts';
import type { ElementInstance, Incident, InstanceState } from '../execution/state.ts';
import type { Subscription } from '../execution/subscription.ts';
import type { DecisionRequest, HostRequest, ScriptRequest } from '../execution/turn.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { inconsistencies, reloaded } from './stored-state.ts';
import { forbiddenTransitions } from './transitions.ts';

export type ScriptRunner = (request: ScriptRequest) => ScriptOutcome;

export interface RunOptions {
  readonly variables?: JsonObject;
  readonly limits?: Partial<StepLimits>;
  readonly scripts?: ScriptRunner;
  /** Goes on with what a store gives back after every command. */
  readonly restarts?: boolean;
  readonly decisions?: (request: DecisionRequest) => DecisionOutcome;
}

export const instanceId = 'instance';
export const startedAt = Date.UTC(2030, 0, 1);

const roomy: StepLimits = { stepsPerTurn: 1_000, stepsWithoutWait: 10_000 };

/** An instance of the process, started. */
export function run(graph: ProcessGraph, options: RunOptions = {}): Run {
  const started = new Run(graph, options);
  started.execute({
    type: 'startInstance',
    instanceId,
    definitionId: 'definition',
    version: 1,
    businessKey: 'key',
    variables: options.variables ?? {},
    startElementId: null,
    triggerVariables: {},
    parent: null,
  });
  return started;
}

/**
 * One process instance under test: a host without store, with counted ids and a clock that stands
 * still. After every command it checks that journal, state and derived indexes agree.
 */
export class Run {
  readonly journal: JournalEntry[] = [];
  now: number = startedAt;
  unfinished = false;
  stepsTaken = 0;
  #state: InstanceState | null = null;
  #ids = 0;
  #graph: ProcessGraph;
  readonly #limits: StepLimits;
  readonly #restarts: boolean;
  readonly #runScript: ScriptRunner;
  readonly #decideFor: (request: DecisionRequest) => DecisionOutcome;

  constructor(graph: ProcessGraph, { limits, scripts, decisions, restarts = false }: RunOptions = {}) {
    this.#graph = graph;
    this.#limits = { ...roomy, ...limits };
    this.#restarts = restarts;
    this.#decideFor = decisions ?? (() => ({ kind: 'decided', value: null }));
    this.#runScript = scripts ?? (() => ({ kind: 'completed', result: null, variables: {} }));
  }

  /** Executes a command that must be accepted; returns the events of its journal entry. */
  execute(command: Command): readonly Event[] {
    const events: Event[] = [];
    let decision = this.#decide(this.#state, command);
    for (;;) {
      if (decision.kind === 'rejected') throw new Error(`Rejected: ${decision.rejection.message}`);
      events.push(...decision.events);
      this.#graph = decision.graph;
      if (decision.request === null) break;
      decision = this.#decide(decision.state, this.#answer(decision.request, decision.stepsTaken));
    }
    this.#state = this.#restarts ? reloaded(decision.state) : decision.state;
    this.unfinished = decision.unfinished;
    this.stepsTaken = decision.stepsTaken;
    if (events.length > 0) {
      const firstSeq = this.events.length + 1;
      this.journal.push({ firstSeq, at: this.now, actor: 'tester', command: command.type, events });
    }
    expect(inconsistencies(this.journal, this.state)).toEqual([]);
    expect(forbiddenTransitions(this.journal)).toEqual([]);
    return events;
  }

  /** Executes a command that must be rejected and must leave everything as it was. */
  refused(command: Command): Rejection {
    const before = this.#state === null ? null : reloaded(this.#state);
    const decision = this.#decide(this.#state, command);
    if (decision.kind === 'accepted') throw new Error(`Expected ${command.type} to be rejected`);
    expect(this.#state).toEqual(before);
    return decision.rejection;
  }

  complete(elementId: string, variables: JsonObject = {}, by = 'ann'): readonly Event[] {
    return this.execute({
      type: 'completeUserTask',
      elementInstanceId: this.one(elementId).id,
      variables,
      by,
      override: false,
    });
  }

  claim(elementId: string, by: string): readonly Event[] {
    return this.execute({ type: 'claimUserTask', elementInstanceId: this.one(elementId).id, by });
  }

  completeJob(elementId: string, variables: JsonObject = {}): readonly Event[] {
    return this.execute({ type: 'completeJob', elementInstanceId: this.one(elementId).id, variables });
  }

  failJob(
    elementId: string,
    how: Partial<Omit<CommandOf<'failJob'>, 'type' | 'elementInstanceId'>> = {},
  ): readonly Event[] {
    return this.execute({
      type: 'failJob',
      elementInstanceId: this.one(elementId).id,
      message: 'it broke',
      retries: null,
      retryAfterMs: 0,
      ...how,
    });
  }

  fire(elementId: string): readonly Event[] {
    return this.execute({ type: 'fireTimer', subscriptionId: this.awaited(elementId).id });
  }

  /** A message has come for the event, or the receive task, of that id. */
  receive(elementId: string, variables: JsonObject = {}): readonly Event[] {
    const subscriptionId = this.awaited(elementId).id;
    return this.execute({ type: 'receiveMessage', subscriptionId, variables });
  }

  signal(elementId: string, variables: JsonObject = {}): readonly Event[] {
    return this.execute({ type: 'receiveSignal', subscriptionId: this.awaited(elementId).id, variables });
  }

  /** The one subscription of an event. */
  awaited(elementId: string): Subscription {
    const [subscription, ...others] = [...this.state.subscriptions.values()].filter(
      (open) => open.elementId === elementId,
    );
    if (subscription === undefined || others.length > 0) {
      throw new Error(
        `Expected one subscription of '${elementId}', but found ${others.length + (subscription ? 1 : 0)}`,
      );
    }
    return subscription;
  }

  resolve(elementId: string, variables: JsonObject = {}, retries: number | null = null): readonly Event[] {
    const incidentId = this.incident(elementId).id;
    return this.execute({ type: 'resolveIncident', incidentId, retries, variables });
  }

  set(variables: JsonObject): readonly Event[] {
    return this.execute({ type: 'setVariables', variables });
  }

  suspend(): readonly Event[] {
    return this.execute({ type: 'suspendInstance' });
  }

  resume(): readonly Event[] {
    return this.execute({ type: 'resumeInstance' });
  }

  cancel(reason: string | null = null): readonly Event[] {
    return this.execute({ type: 'cancelInstance', reason });
  }

  modify(...instructions: readonly Instruction[]): readonly Event[] {
    return this.execute(modification(instructions));
  }

  migrate(
    target: ProcessGraph,
    mapping: Readonly<Record<string, string>> = {},
    updatedEvents: readonly string[] = [],
  ): readonly Event[] {
    return this.execute({ ...migration(target, mapping), updatedEvents });
  }

  continue(): readonly Event[] {
    return this.execute({ type: 'continueInstance', stepsTaken: this.stepsTaken });
  }

  get state(): InstanceState {
    if (this.#state === null) throw new Error('Expected a started instance');
    return this.#state;
  }

  get status(): InstanceState['status'] {
    return this.state.status;
  }

  get events(): Event[] {
    return this.journal.flatMap((entry) => entry.events);
  }

  /** Variables of the instance itself. */
  get variables(): Record<string, Json> {
    return { ...this.state.variables.get(instanceId) };
  }

  /** Variables local to the one live instance of an element. */
  local(elementId: string): Record<string, Json> {
    return { ...this.state.variables.get(this.one(elementId).id) };
  }

  /** Element ids of everything live, in the order of their tokens. */
  get live(): string[] {
    return [...this.state.elements.values()].map((element) => element.elementId);
  }

  get incidents(): Incident[] {
    return [...this.state.incidents.values()];
  }

  incident(elementId: string): Incident {
    return only(
      this.incidents.filter((incident) => incident.elementId === elementId),
      `incident of '${elementId}'`,
    );
  }

  all(elementId: string): ElementInstance[] {
    return [...this.state.elements.values()].filter((element) => element.elementId === elementId);
  }

  one(elementId: string): ElementInstance {
    return only(this.all(elementId), `live instance of '${elementId}'`);
  }

  eventsOf<Type extends EventType>(type: Type): EventOf<Type>[] {
    return eventsOf(this.events, type);
  }

  /** Element ids in the order in which they completed. */
  get completed(): string[] {
    return this.eventsOf('elementCompleted').map((event) => event.elementId);
  }

  get terminated(): string[] {
    return this.eventsOf('elementTerminated').map((event) => event.elementId);
  }

  #decide(state: InstanceState | null, command: Command): Decision {
    const env: Environment = { now: this.now, newId: () => this.#newId(), limits: this.#limits };
    return decide(this.#graph, state, command, env);
  }

  #answer(request: HostRequest, stepsTaken: number): Command {
    const { elementInstanceId } = request;
    switch (request.kind) {
      case 'script':
        return { type: 'completeScript', elementInstanceId, outcome: this.#runScript(request), stepsTaken };
      case 'decision':
        return { type: 'completeDecision', elementInstanceId, outcome: this.#decideFor(request), stepsTaken };
    }
  }

  /** Sorts like the ids of a host: what is younger is greater. */
  #newId(): string {
    this.#ids += 1;
    return `id-${String(this.#ids).padStart(7, '0')}`;
  }
}

/** An instruction as a test writes it. */
export type Instruction =
  | ({ readonly kind: 'activate'; readonly elementId: string } & Partial<Modification>)
  | Exclude<Modification, { readonly kind: 'activate' }>;

export function modification(
  instructions: readonly Instruction[],
  variables: JsonObject = {},
): CommandOf<'modifyInstance'> {
  const complete = instructions.map(
    (instruction): Modification =>
      instruction.kind === 'activate'
        ? { position: 'before', scopeId: null, variables: {}, ...instruction }
        : instruction,
  );
  return { type: 'modifyInstance', instructions: complete, variables, reason: 'by hand' };
}

export function migration(
  target: ProcessGraph,
  mapping: Readonly<Record<string, string>> = {},
): CommandOf<'migrateInstance'> {
  return { type: 'migrateInstance', target, definitionId: 'newer', version: 2, mapping, reason: null };
}

export function eventsOf<Type extends EventType>(events: readonly Event[], type: Type): EventOf<Type>[] {
  return events.filter((event): event is EventOf<Type> => event.type === type);
}

function only<Item>(items: readonly Item[], what: string): Item {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`Expected one ${what}, found ${items.length}`);
  return item;
}
