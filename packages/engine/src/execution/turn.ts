import type { ExpressionContext } from '../expression/evaluate.ts';
import type { FlowNode } from '../model/flow-node.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import { apply } from './apply.ts';
import type { Environment } from './environment.ts';
import type { Event } from './event.ts';
import { type ElementInstance, type InstanceState, liveElement } from './state.ts';

/** A script the host is asked to run; its outcome comes back as `completeScript`. */
export interface ScriptRequest {
  readonly elementInstanceId: string;
  readonly elementId: string;
  readonly source: string;
  readonly variables: JsonObject;
}

/** One command being decided: the state it works on and the events recorded so far. */
export class Turn {
  readonly graph: ProcessGraph;
  readonly state: InstanceState;
  readonly env: Environment;
  readonly events: Event[] = [];
  script: ScriptRequest | null = null;

  constructor(graph: ProcessGraph, state: InstanceState, env: Environment) {
    this.graph = graph;
    this.state = state;
    this.env = env;
  }

  /** Recording applies: log and state cannot disagree. */
  record(event: Event): void {
    this.events.push(event);
    apply(this.state, event, this.env.now);
  }

  nodeOf(element: ElementInstance): FlowNode {
    const node = this.graph.nodes.get(element.elementId);
    if (node === undefined) throw new Error(`Expected element '${element.elementId}' in the process`);
    return node;
  }

  /** What an expression evaluated in that scope sees. */
  expressionContext(scopeId: string): ExpressionContext {
    return { variables: visibleVariables(this.state, scopeId), now: this.env.now };
  }
}

const none: JsonObject = Object.freeze(Object.create(null) as Record<string, Json>);

/** The variables seen from a scope: inner ones hide outer ones. */
export function visibleVariables(state: InstanceState, scopeId: string): JsonObject {
  const innerFirst: JsonObject[] = [];
  for (let current = scopeId; ; ) {
    const own = state.variables.get(current);
    if (own !== undefined) innerFirst.push(own);
    if (current === state.instanceId) break;
    current = liveElement(state, current).scopeId;
  }
  if (innerFirst.length <= 1) return innerFirst[0] ?? none;
  const visible = Object.create(null) as Record<string, Json>;
  for (const own of innerFirst.reverse()) Object.assign(visible, own);
  return visible;
}
