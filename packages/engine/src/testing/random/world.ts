import type { Command } from '../../execution/command.ts';
import type { Event } from '../../execution/event.ts';
import { hasEnded } from '../../execution/state.ts';
import type { ProcessGraph } from '../../model/process-graph.ts';
import { type Told, type Wish, wishesOf } from './between-instances.ts';
import { Host } from './host.ts';
import { lostCalls } from './lost-calls.ts';
import type { Switches } from './switches.ts';

/** A thrown message or signal may lead to the next one without end; so many are delivered. */
const mostDelivered = 60;

/** The instances of a random run, the first of which calls the others. */
export class World {
  readonly hosts = new Map<string, Host>();
  readonly trace: string[] = [];
  readonly events: Event[] = [];
  readonly accepted = new Set<Command['type']>();
  found: readonly string[] = [];
  steps = 0;
  #now = 1_000;
  #delivered = 0;
  /** For instances that are suspended. */
  readonly #deferred: Told[] = [];
  readonly #graphs: ReadonlyMap<string, ProcessGraph>;
  readonly #stepsPerTurn: number;

  constructor(graphs: ReadonlyMap<string, ProcessGraph>, stepsPerTurn: number) {
    this.#graphs = graphs;
    this.#stepsPerTurn = stepsPerTurn;
  }

  start(processId: string, variables: Switches): void {
    this.#begin(processId, 'i', { ...variables, n: 0 }, null);
  }

  /** What the command leads to in other instances is done before it returns. */
  execute(instanceId: string, command: Command): void {
    this.#take([{ kind: 'tell', instanceId, command }]);
    if (this.found.length === 0) this.found = lostCalls(this.hosts, this.#deferred);
  }

  get live(): readonly [string, Host][] {
    return [...this.hosts].filter(([, host]) => !hasEnded(host.state));
  }

  #take(first: readonly Wish[]): void {
    const wishes = [...first];
    for (let wish = wishes.shift(); wish !== undefined && this.found.length === 0; wish = wishes.shift()) {
      wishes.push(...this.#grant(wish));
    }
  }

  #grant(wish: Wish): readonly Wish[] {
    switch (wish.kind) {
      case 'tell':
        return this.#tell(wish);
      case 'call': {
        const { caller, elementInstanceId, childInstanceId, calledElement, variables } = wish;
        if (this.#graphs.has(calledElement)) {
          return this.#begin(calledElement, childInstanceId, variables, {
            instanceId: caller,
            elementInstanceId,
          });
        }
        const refusal: Command = {
          type: 'refuseCall',
          elementInstanceId,
          message: 'there is no such process',
        };
        return this.#tell({ kind: 'tell', instanceId: caller, command: refusal });
      }
      case 'message':
      case 'signal':
        return this.#deliver(wish.kind, wish.name);
    }
  }

  #tell(wish: Told): readonly Wish[] {
    const { instanceId, command } = wish;
    const host = this.hosts.get(instanceId);
    if (host === undefined) return [];
    const wishes = this.#run(host, instanceId, command);
    if (host.last.rejection === 'INSTANCE_SUSPENDED' && answersCall(command)) this.#deferred.push(wish);
    if (command.type !== 'resumeInstance') return wishes;
    const due = this.#deferred.filter((deferred) => deferred.instanceId === instanceId);
    for (const one of due) this.#deferred.splice(this.#deferred.indexOf(one), 1);
    return [...due, ...wishes];
  }

  /** To one receiver of a message, to all of a signal. */
  #deliver(kind: 'message' | 'signal', name: string): readonly Wish[] {
    const waiting = this.live.flatMap(([instanceId, { state }]) =>
      [...state.subscriptions.values()].flatMap(({ id: subscriptionId, awaited }): Wish[] => {
        if (awaited.kind !== kind || awaited.name !== name) return [];
        const type = kind === 'message' ? 'receiveMessage' : 'receiveSignal';
        return [{ kind: 'tell', instanceId, command: { type, subscriptionId, variables: {} } }];
      }),
    );
    const reached = waiting.slice(0, kind === 'message' ? 1 : waiting.length);
    this.#delivered += reached.length;
    return this.#delivered > mostDelivered ? [] : reached;
  }

  #begin(
    processId: string,
    instanceId: string,
    variables: Extract<Command, { type: 'startInstance' }>['variables'],
    parent: Extract<Command, { type: 'startInstance' }>['parent'],
  ): readonly Wish[] {
    const graph = this.#graphs.get(processId);
    if (graph === undefined) throw new Error(`Expected process '${processId}'`);
    const host = new Host(graph, instanceId, this.#stepsPerTurn);
    this.hosts.set(instanceId, host);
    const wishes = this.#run(host, instanceId, {
      type: 'startInstance',
      instanceId,
      definitionId: processId,
      version: 1,
      businessKey: null,
      variables,
      startElementId: null,
      triggerVariables: {},
      parent,
    });
    if (parent === null) this.#take(wishes);
    return wishes;
  }

  #run(host: Host, instanceId: string, command: Command): readonly Wish[] {
    this.#now += 10;
    this.steps += 1;
    this.trace.push(`${instanceId} ${JSON.stringify(command)}`);
    this.found = executed(host, command, this.#now);
    if (this.found.length > 0) return [];
    const { rejection, events, state } = host.last;
    if (rejection !== null) this.trace.push(`  ${rejection}`);
    if (rejection === null) this.accepted.add(command.type);
    this.events.push(...events);
    return wishesOf(state, events);
  }
}

/** What the engine throws is a defect of it. */
function executed(host: Host, command: Command, now: number): readonly string[] {
  try {
    return host.execute(command, now);
  } catch (error) {
    return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  }
}

function answersCall({ type }: Command): boolean {
  return type === 'completeCall' || type === 'failCall' || type === 'escalateCall' || type === 'refuseCall';
}
