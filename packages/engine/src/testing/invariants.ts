import type { Event, EventOf } from '../execution/event.ts';
import { hasEnded, type InstanceState } from '../execution/state.ts';
import type { ProcessGraph } from '../model/process-graph.ts';

/** What is wrong with an instance between two commands: something that waits for nothing, above all. */
export function restlessness(state: InstanceState, unfinished: boolean): string[] {
  const { elements, incidents, pending, status } = state;
  for (const scopeId of state.variables.keys()) {
    if (scopeId !== state.instanceId && !elements.has(scopeId))
      return [`${scopeId} left its variables behind`];
  }
  if (hasEnded(state)) {
    const left = elements.size + incidents.size + state.children.size + pending.size + state.joins.size;
    return left === 0 && state.endedAt !== null ? [] : [`an ended instance has ${left} things left`];
  }
  const found: string[] = [];
  if (elements.size === 0) found.push('a live instance has no token');
  if (unfinished !== (status === 'active' && pending.size > 0)) found.push('unfinished is not told');
  for (const element of elements.values()) {
    const { id, elementId, wait, incidentId } = element;
    if (incidentId !== null && incidents.get(incidentId)?.elementInstanceId !== id) {
      found.push(`${elementId} has an incident that is not open`);
    }
    if (incidentId !== null) continue;
    if (element.status !== 'active') {
      if (!pending.has(id) && wait?.kind !== 'async')
        found.push(`${elementId} is ${element.status} and nobody works on it`);
    } else if (wait === null) {
      if (!state.children.has(id)) found.push(`${elementId} is active and waits for nothing`);
    } else if (wait.kind === 'job' && wait.retries < 1) {
      found.push(`${elementId} has a job without attempts and no incident`);
    }
  }
  const waits = [...elements.values()].some(({ wait }) => wait !== null && wait.kind !== 'join');
  if (status === 'active' && !unfinished && incidents.size === 0 && !waits) {
    found.push('nothing will ever wake the instance');
  }
  return found;
}

/**
 * What is wrong with the tokens of a journal: one comes into being only at a start event or over a flow
 * that its source has just left, each flow once; and none is lost.
 */
export class TokenLedger {
  readonly found: string[] = [];
  #live = 0;
  #left: { readonly elementId: string; readonly flows: Set<string> } | null = null;
  readonly #graph: ProcessGraph;

  constructor(graph: ProcessGraph) {
    this.#graph = graph;
  }

  /** Takes note of the events of one command, after which so many element instances are live. */
  add(events: readonly Event[], live: number): void {
    for (const event of events) this.#note(event);
    this.#close();
    if (this.#live !== live) this.found.push(`${live} elements are live, but the journal has ${this.#live}`);
  }

  #note(event: Event): void {
    if (event.type === 'elementReady') {
      this.#live += 1;
      this.#arrive(event);
      return;
    }
    this.#close();
    if (event.type === 'elementCompleted') {
      this.#live -= 1;
      this.#left = { elementId: event.elementId, flows: new Set() };
    }
    if (event.type === 'elementTerminated') this.#live -= 1;
    if (event.type === 'tokensJoined') {
      this.#live -= event.merged.length;
      const incoming = this.#graph.incoming.get(event.elementId)?.length ?? 0;
      if (event.merged.length !== incoming - 1)
        this.found.push(`${event.elementId} joined too few or too many`);
    }
  }

  #arrive({ elementId, flowId }: EventOf<'elementReady'>): void {
    if (flowId === null) {
      if (this.#graph.nodes.get(elementId)?.type !== 'startEvent')
        this.found.push(`${elementId} came from nowhere`);
      return;
    }
    const flow = this.#graph.flows.get(flowId);
    if (this.#left === null || flow?.sourceId !== this.#left.elementId || flow.targetId !== elementId) {
      this.found.push(`a token came to ${elementId} over ${flowId}, which nobody left over`);
    } else if (this.#left.flows.has(flowId)) {
      this.found.push(`two tokens left over ${flowId} at once`);
    }
    this.#left?.flows.add(flowId);
  }

  /** The element left over as many flows as its kind has it. */
  #close(): void {
    if (this.#left === null) return;
    const { elementId, flows } = this.#left;
    this.#left = null;
    const outgoing = this.#graph.outgoing.get(elementId)?.length ?? 0;
    const isRight = ((): boolean => {
      switch (this.#graph.nodes.get(elementId)?.type) {
        case 'exclusiveGateway':
          return flows.size === Math.min(1, outgoing);
        case 'startEvent':
        case 'parallelGateway':
        case 'intermediateCatchEvent':
          return flows.size === outgoing;
        case 'endEvent':
          return flows.size === 0;
        default:
          return flows.size >= Math.min(1, outgoing);
      }
    })();
    if (!isRight) this.found.push(`${elementId} left over ${flows.size} of ${outgoing} flows`);
  }
}
