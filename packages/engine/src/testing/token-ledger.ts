import type { Event, EventOf } from '../execution/event.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { arrivalFault } from './token-arrival.ts';
import { departureFault } from './token-departure.ts';
import { beginsContent, type Moment, type Token } from './token-moment.ts';

/**
 * What is wrong with the tokens of a journal. Each comes into being for a reason: over a flow that its source
 * has just left, by the start of a scope, by an event, by a loop, by an ad-hoc activation or to undo
 * something; and each that completes leaves as its node's semantics have it.
 */
export class TokenLedger {
  readonly found: string[] = [];
  readonly #live = new Map<string, Token>();
  #moment: Moment;

  constructor(graph: ProcessGraph, instanceId: string) {
    this.#moment = {
      graph,
      instanceId,
      live: this.#live,
      left: null,
      begun: new Map(),
      occurred: new Map(),
      ended: new Set(),
      kept: new Map(),
      started: null,
    };
  }

  /** Takes note of the events of one command, after which these element instances are live. */
  add(events: readonly Event[], live: ReadonlySet<string>): void {
    const { begun, ended } = this.#moment;
    for (const event of events) this.#note(event);
    this.#close();
    for (const [scopeId, entries] of begun) this.#checkBegun(scopeId, entries);
    this.#checkOccurred();
    begun.clear();
    ended.clear();
    if (live.size !== this.#live.size || [...this.#live.keys()].some((id) => !live.has(id))) {
      this.found.push(`${live.size} elements are live, but the journal has ${this.#live.size}`);
    }
  }

  #note(event: Event): void {
    const moment = this.#moment;
    if (event.type === 'elementReady') {
      this.#fault(arrivalFault(moment, event));
      if (event.flowId !== null) moment.left?.flows.add(event.flowId);
      this.#live.set(event.elementInstanceId, event);
      return;
    }
    // Said between the end of an activity and the tokens that leave it.
    if (event.type === 'adHocClosed') return;
    this.#close();
    if (event.type !== 'elementActivated') moment.started = null;
    switch (event.type) {
      case 'instanceStarted':
        moment.begun.set(event.instanceId, new Set());
        return;
      case 'elementActivated':
        if (beginsContent(moment, this.#token(event))) moment.begun.set(event.elementInstanceId, new Set());
        return;
      case 'elementCompleted':
        moment.left = { token: this.#end(event.elementInstanceId), flows: new Set() };
        return;
      case 'elementTerminated':
        this.#end(event.elementInstanceId);
        return;
      case 'tokensJoined':
        this.#join(event);
        return;
      case 'eventTriggered':
        moment.occurred.set(event.elementId, (moment.occurred.get(event.elementId) ?? 0) + 1);
        return;
      case 'compensationKept':
        moment.kept.set(event.compensationId, event.elementId);
        return;
      case 'compensationClosed':
        moment.kept.delete(event.compensationId);
        return;
      default:
        return;
    }
  }

  #join({ elementId, elementInstanceId, merged }: EventOf<'tokensJoined'>): void {
    const { graph } = this.#moment;
    const survivor = this.#live.get(elementInstanceId);
    const tokens = [survivor, ...merged.map((id) => this.#live.get(id))];
    const flows = new Set(tokens.map((token) => token?.flowId));
    const strange = tokens.some(
      (token) => token?.elementId !== elementId || token.scopeId !== survivor?.scopeId,
    );
    if (strange || flows.size !== tokens.length) this.found.push(`${elementId} joined what does not belong`);
    for (const id of merged) this.#end(id);
    const type = graph.nodes.get(elementId)?.type;
    const incoming = graph.incoming.get(elementId)?.length ?? 0;
    if (type === 'parallelGateway' && merged.length !== incoming - 1) {
      this.found.push(`${elementId} joined too few or too many`);
    }
    if (type === 'complexGateway' && survivor?.flowId !== null) this.#moment.started = elementId;
  }

  #end(id: string): Token {
    const token = this.#token({ elementInstanceId: id });
    this.#live.delete(id);
    this.#moment.ended.add(token.elementId);
    return token;
  }

  #token({ elementInstanceId }: { readonly elementInstanceId: string }): Token {
    const token = this.#live.get(elementInstanceId);
    if (token === undefined) throw new Error(`Expected a live token ${elementInstanceId}`);
    return token;
  }

  #close(): void {
    const { left } = this.#moment;
    if (left === null) return;
    this.#moment.left = null;
    this.#fault(departureFault(this.#moment, left.token, left.flows.size));
  }

  #checkBegun(scopeId: string, entries: ReadonlySet<string>): void {
    const { graph, instanceId } = this.#moment;
    const nodeId = scopeId === instanceId ? null : this.#live.get(scopeId)?.elementId;
    if (nodeId === undefined) return;
    const expected = graph.scopes.get(nodeId)?.entries.length ?? 0;
    if (entries.size !== expected) {
      this.found.push(`${nodeId ?? 'the process'} began with ${entries.size} of ${expected} tokens`);
    }
  }

  /** What has occurred has its token by the end of the command; only one that needs several triggers waits. */
  #checkOccurred(): void {
    const { graph, occurred } = this.#moment;
    for (const elementId of [...occurred.keys()]) {
      const node = graph.nodes.get(elementId);
      if (node?.type !== 'boundaryEvent' && node?.type !== 'startEvent') occurred.delete(elementId);
      else if (!node.parallelMultiple) this.found.push(`${elementId} occurred, but no token came of it`);
    }
  }

  #fault(fault: string | null): void {
    if (fault !== null) this.found.push(fault);
  }
}
