import type { BoundaryEvent, FlowNode } from '../../model/flow-node.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SequenceFlow } from '../../model/process.ts';
import { beginWithin } from '../begin-within.ts';
import { startEventSubProcess } from '../event-sub-process.ts';
import { placeToken } from '../place-token.ts';
import { setLocal } from '../set-local.ts';
import { liveElement } from '../state.ts';
import { terminateElement } from '../termination.ts';
import type { Turn } from '../turn.ts';
import { type Place, placeFor } from './live-scope.ts';
import type { Modification } from './modification.ts';
import { refuse } from './refuse.ts';

type Activation = Omit<Extract<Modification, { readonly kind: 'activate' }>, 'kind'>;

/** Puts a token before or after an element, or on a flow. `from`: the scopes around the token that moves, if one does. */
export function activate(turn: Turn, instruction: Activation, from: readonly string[] = []): void {
  const { elementId, scopeId: named, variables } = instruction;
  const node = turn.graph.nodes.get(elementId);
  const flow = node === undefined ? turn.graph.flows.get(elementId) : flowAfter(turn, node, instruction);
  if (flow !== null && flow !== undefined) {
    const target = turn.graph.nodes.get(flow.targetId);
    if (target === undefined) throw new Error(`Expected flow '${flow.id}' to lead somewhere`);
    const place = placeFor(turn, elementId, target, named, from);
    begin(turn, { elementId: target.id, flowId: flow.id }, place, variables);
    return;
  }
  if (node === undefined)
    refuse(elementId, `Expected '${elementId}' to be an element or a flow of the process, but it is not`);
  const begun = begunInstead(turn, node);
  begin(turn, { elementId: begun.id }, placeFor(turn, elementId, begun, named, from), variables);
}

function flowAfter(turn: Turn, { id }: FlowNode, { position }: Activation): SequenceFlow | null {
  if (position === 'before') return null;
  const [flow, ...others] = turn.graph.outgoing.get(id) ?? [];
  if (flow === undefined || others.length > 0) {
    refuse(
      id,
      `Expected one flow to leave '${id}', but ${others.length + (flow === undefined ? 0 : 1)} do; name the flow`,
    );
  }
  return flow;
}

/** The start event of an event subprocess stands for the event subprocess, which begins at it. */
function begunInstead(turn: Turn, node: FlowNode): FlowNode {
  if (isForCompensation(node))
    refuse(node.id, `Expected '${node.id}' not to run for compensation alone, but it does`);
  const around = node.scopeId === null ? undefined : turn.graph.nodes.get(node.scopeId);
  return node.type === 'startEvent' && around?.type === 'eventSubProcess' ? around : node;
}

function isForCompensation(node: FlowNode): boolean {
  if ('forCompensation' in node && node.forCompensation) return true;
  return 'triggers' in node && node.triggers.some(({ kind }) => kind === 'compensation');
}

function begin(
  turn: Turn,
  token: { readonly elementId: string; readonly flowId?: string },
  { scopeId, missing }: Place,
  variables: JsonObject,
): void {
  let scope = scopeId;
  let local = variables;
  for (const node of missing) {
    scope = beginWithin(turn, node, scope, local);
    local = {};
  }
  const id = place(turn, token, scope);
  if (id !== null) setLocal(turn, id, local);
}

/** null: an event subprocess began, which has its variables from its event. */
function place(
  turn: Turn,
  { elementId, flowId }: { readonly elementId: string; readonly flowId?: string },
  scopeId: string,
): string | null {
  const node = turn.graph.nodes.get(elementId);
  if (node?.type === 'eventSubProcess') {
    const begun = turn.graph.scopes
      .get(node.scopeId)
      ?.eventSubProcesses.find(({ subProcess }) => subProcess === node);
    if (begun === undefined || isForCompensation(begun.start))
      refuse(elementId, `Expected '${elementId}' to begin by an event, but it does not`);
    startEventSubProcess(turn, scopeId, begun.start, {});
    return null;
  }
  if (node?.type === 'boundaryEvent') interrupt(turn, node, scopeId);
  return placeToken(turn, {
    elementId,
    scopeId,
    flowId: flowId ?? flowStillMissing(turn, elementId, scopeId),
    ...(node !== undefined && hasOccurred(node) ? { triggered: true } : {}),
  });
}

/** What no token waits at: it begins because it has happened. */
function hasOccurred(node: FlowNode): boolean {
  if (node.type === 'boundaryEvent' || node.type === 'startEvent') return true;
  return node.type === 'intermediateCatchEvent' && node.triggers.some(({ kind }) => kind === 'link');
}

/** It ends the activity it is attached to, as when it occurs. */
function interrupt(turn: Turn, { id, attachedToId, interrupting }: BoundaryEvent, scopeId: string): void {
  if (!interrupting) return;
  const hosts = [...(turn.state.children.get(scopeId) ?? [])]
    .map((childId) => liveElement(turn.state, childId))
    .filter(({ elementId }) => elementId === attachedToId);
  if (hosts.length > 1)
    refuse(
      id,
      `Expected '${attachedToId}' to run once, but it runs ${hosts.length} times; cancel the one that is meant and activate what follows '${id}'`,
    );
  for (const host of hosts) terminateElement(turn, host);
}

/** At a gateway that joins, a token counts for the first flow over which none has come. */
function flowStillMissing(turn: Turn, elementId: string, scopeId: string): string | null {
  const incoming = turn.graph.incoming.get(elementId) ?? [];
  const type = turn.graph.nodes.get(elementId)?.type;
  const joins = type === 'parallelGateway' || type === 'inclusiveGateway' || type === 'complexGateway';
  if (!joins || incoming.length <= 1) return null;
  const arrived = new Set<string | null>();
  for (const id of turn.state.children.get(scopeId) ?? []) {
    const element = liveElement(turn.state, id);
    if (element.elementId === elementId) arrived.add(element.flowId);
  }
  return (incoming.find(({ id }) => !arrived.has(id)) ?? incoming[0])?.id ?? null;
}
