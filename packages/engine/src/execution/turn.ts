import type { ExpressionContext } from '../expression/evaluate.ts';
import type { CalledDecision, CalledVersion, FlowNode } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ProcessGraph, ScopeContent } from '../model/process-graph.ts';
import { apply } from './apply.ts';
import { isRecreated } from './compensation/recreated.ts';
import { type ConditionChanges, withChange } from './condition-changes.ts';
import type { Environment } from './environment.ts';
import type { Event } from './event.ts';
import { loopCounters } from './loops/loop-counters.ts';
import { type ElementInstance, type InstanceState, liveElement } from './state.ts';
import type { Subscription } from './subscription.ts';

/** What the host is asked to do before the turn goes on. */
export type HostRequest = ScriptRequest | DecisionRequest;

/** A script to run; its outcome comes back as `completeScript`. */
export interface ScriptRequest {
  readonly kind: 'script';
  readonly elementInstanceId: string;
  readonly elementId: string;
  readonly source: string;
  readonly variables: JsonObject;
}

/** A decision to evaluate; its value, mapped as asked, comes back as `completeDecision`. */
export interface DecisionRequest {
  readonly kind: 'decision';
  readonly elementInstanceId: string;
  readonly elementId: string;
  readonly decisionId: string;
  readonly version: CalledVersion;
  readonly mapResult: CalledDecision['mapResult'];
  readonly variables: JsonObject;
}

/** One command being decided: the state it works on and the events recorded so far. */
export class Turn {
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly env: Environment;
  readonly events: Event[] = [];
  request: HostRequest | null = null;
  /** What conditions have to be looked at for; null: nothing. */
  conditionChanges: ConditionChanges | null = null;
  /** Scopes in which tokens moved since joins that look at the others were last settled. */
  readonly movedIn = new Set<string>();
  /** The state was left before its joins were settled: tokens may have moved in any scope. */
  movedAnywhere: boolean;

  constructor(graph: ProcessGraph, state: InstanceState, env: Environment) {
    this.graph = graph;
    this.state = state;
    this.env = env;
    this.movedAnywhere = state.pending.size > 0;
  }

  /** Recording applies: log and state cannot disagree. */
  record(event: Event): void {
    this.events.push(event);
    if (this.graph.watchingJoins.size > 0) this.#noteMove(event);
    const opens = event.type === 'subscriptionOpened' && event.awaited.kind === 'conditional';
    if (opens || this.state.conditional.size > 0) {
      this.conditionChanges = withChange(this.conditionChanges, event, this.state);
    }
    apply(this.state, event, this.env.now);
  }

  #noteMove(event: Event): void {
    if (
      event.type === 'joinReached' ||
      event.type === 'tokensJoined' ||
      event.type === 'elementCompleted' ||
      event.type === 'elementTerminated' ||
      event.type === 'incidentResolved'
    ) {
      this.movedIn.add(liveElement(this.state, event.elementInstanceId).scopeId);
    }
  }

  nodeOf(element: ElementInstance): FlowNode {
    const node = this.graph.nodes.get(element.elementId);
    if (node === undefined) throw new Error(`Expected element '${element.elementId}' in the process`);
    return node;
  }

  subscription(id: string): Subscription {
    const subscription = this.state.subscriptions.get(id);
    if (subscription === undefined) throw new Error(`Expected an open subscription, but found none: ${id}`);
    return subscription;
  }

  /** The body of a loop or multi-instance activity, whose children are its instances. */
  isLoopBody(elementInstanceId: string): boolean {
    const element = liveElement(this.state, elementInstanceId);
    const node = this.nodeOf(element);
    return 'loop' in node && node.loop !== null && element.index === null && !isRecreated(node, element);
  }

  /** What the process or subprocess holds whose content runs in that scope. */
  scopeContent(scopeId: string): ScopeContent | null {
    const { instanceId } = this.state;
    const nodeId = scopeId === instanceId ? null : liveElement(this.state, scopeId).elementId;
    return this.graph.scopes.get(nodeId) ?? null;
  }

  /** What an expression evaluated in that scope sees. */
  expressionContext(scopeId: string): ExpressionContext {
    return {
      variables: visibleVariables(this.state, scopeId),
      now: this.env.now,
      execution: () => executionSeen(this.state, scopeId),
    };
  }
}

/** Under the names that Camunda 7 gives it. */
function executionSeen({ instanceId, businessKey, elements }: InstanceState, scopeId: string): JsonObject {
  return {
    processBusinessKey: businessKey,
    businessKey,
    processInstanceId: instanceId,
    currentActivityId: elements.get(scopeId)?.elementId ?? null,
  };
}

const none: JsonObject = Object.freeze(Object.create(null) as Record<string, Json>);

/** The variables seen from a scope, with the progress of the multi-instance activities around it: inner ones hide outer ones. */
export function visibleVariables(state: InstanceState, scopeId: string): JsonObject {
  const innerFirst: JsonObject[] = [];
  for (let current = scopeId; ; ) {
    const own = state.variables.get(current);
    if (own !== undefined) innerFirst.push(own);
    if (current === state.instanceId) break;
    const loop = state.loops.get(current);
    if (loop !== undefined && loop.total !== null) innerFirst.push(loopCounters(loop));
    current = liveElement(state, current).scopeId;
  }
  if (innerFirst.length <= 1) return innerFirst[0] ?? none;
  const visible = Object.create(null) as Record<string, Json>;
  for (const own of innerFirst.reverse()) Object.assign(visible, own);
  return visible;
}
