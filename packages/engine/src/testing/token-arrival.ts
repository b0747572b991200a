import type { TriggerKind } from '../model/event-definition.ts';
import type { CatchingNode } from '../model/flow-node.ts';
import type { ProcessGraph } from '../model/process-graph.ts';
import type { Moment, Token } from './token-moment.ts';

/** What is wrong with a token that comes into being now: null when there is a reason for it. */
export function arrivalFault(moment: Moment, token: Token): string | null {
  const { elementId, flowId, undoes, index, triggered } = token;
  if (flowId !== null) return overFlow(moment, token, flowId);
  if (undoes !== undefined) return toUndo(moment, token, undoes.compensationId);
  if (index !== undefined) {
    const body = moment.live.get(token.scopeId);
    return body?.elementId === elementId && body.index === undefined
      ? null
      : `${elementId} has no loop around it`;
  }
  if (triggered) return byEvent(moment, token);
  if (moment.started === elementId) {
    moment.started = null;
    return null;
  }
  return byScope(moment, token);
}

function overFlow({ graph, left }: Moment, { elementId, scopeId }: Token, flowId: string): string | null {
  const flow = graph.flows.get(flowId);
  if (left === null || flow?.sourceId !== left.token.elementId || flow.targetId !== elementId) {
    return `a token came to ${elementId} over ${flowId}, which nobody left over`;
  }
  if (left.token.scopeId !== scopeId) return `a token came to ${elementId} from another scope`;
  return left.flows.has(flowId) ? `two tokens left over ${flowId} at once` : null;
}

function toUndo({ graph, kept, live }: Moment, { elementId }: Token, compensationId: string): string | null {
  const undoneId = kept.get(compensationId);
  const undone = graph.nodes.get(undoneId ?? '');
  const handlerId =
    undone !== undefined && 'compensationHandlerId' in undone ? undone.compensationHandlerId : null;
  if (undoneId === undefined || (elementId !== undoneId && elementId !== handlerId)) {
    return `${elementId} undoes what nobody kept`;
  }
  const others = [...live.values()].filter(({ undoes }) => undoes?.compensationId === compensationId);
  return others.length === 0 ? null : `${undoneId} is undone twice`;
}

/** At the start of a scope, once at each entry; in an ad-hoc subprocess whenever somebody activates it. */
function byScope({ graph, instanceId, live, begun }: Moment, { elementId, scopeId }: Token): string | null {
  const nodeId = scopeId === instanceId ? null : live.get(scopeId)?.elementId;
  const isEntry =
    nodeId !== undefined && graph.scopes.get(nodeId)?.entries.some(({ id }) => id === elementId);
  if (!isEntry) return `${elementId} came from nowhere`;
  if (nodeId !== null && graph.nodes.get(nodeId)?.type === 'adHocSubProcess') return null;
  const entries = begun.get(scopeId);
  if (entries === undefined || entries.has(elementId)) return `${elementId} began again`;
  entries.add(elementId);
  return null;
}

function byEvent(moment: Moment, token: Token): string | null {
  const { graph, live, ended } = moment;
  const { elementId, scopeId } = token;
  const node = graph.nodes.get(elementId);
  switch (node?.type) {
    case 'boundaryEvent': {
      const { attachedToId, interrupting } = node;
      const isLive = [...live.values()].some(
        (host) => host.elementId === attachedToId && host.scopeId === scopeId,
      );
      if (!interrupting && !isLive) return `${elementId} occurred without its activity`;
      if (interrupting && !ended.has(attachedToId)) return `${elementId} did not interrupt its activity`;
      return occurrenceFault(moment, node);
    }
    case 'eventSubProcess': {
      const start = startOf(graph, elementId);
      return start === undefined ? `${elementId} has no start event` : occurrenceFault(moment, start);
    }
    case 'startEvent':
      return live.get(scopeId)?.elementId === node.scopeId
        ? null
        : `${elementId} started outside its subprocess`;
    case 'intermediateCatchEvent':
      return linksTo(graph, elementId).some((id) => ended.has(id)) ? null : `nobody linked to ${elementId}`;
    default:
      return `${elementId} is nothing that an event starts`;
  }
}

const fromOutside: readonly TriggerKind[] = ['message', 'signal', 'timer', 'conditional'];

/** A token for an occurrence: for as many as it has triggers where it needs all of them. */
function occurrenceFault(
  { occurred }: Moment,
  { id, triggers, parallelMultiple }: CatchingNode,
): string | null {
  const times = occurred.get(id) ?? 0;
  const needed = parallelMultiple ? triggers.length : 1;
  if (times >= needed) {
    if (times === needed) occurred.delete(id);
    else occurred.set(id, times - needed);
    return null;
  }
  const fromInside = triggers.some(({ kind }) => !fromOutside.includes(kind));
  return fromInside ? null : `${id} has its token, but occurred ${times} of ${needed} times`;
}

function startOf({ scopes }: ProcessGraph, eventSubProcessId: string): CatchingNode | undefined {
  return scopes.get(eventSubProcessId)?.nodes.find((node) => node.type === 'startEvent');
}

function linksTo({ nodes }: ProcessGraph, targetId: string): string[] {
  return [...nodes.values()]
    .filter(
      (node) =>
        'throws' in node &&
        node.throws.some((thrown) => thrown.kind === 'link' && thrown.targetId === targetId),
    )
    .map(({ id }) => id);
}
