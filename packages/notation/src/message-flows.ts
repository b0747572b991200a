import { eventDefinitionsOf } from './compile/not-executable.ts';
import { childOf, type ModdleElement, tagOf } from './moddle.ts';
import type { SourceDocument, SourceMessageFlow } from './source-document.ts';

/** The process an end stands in; the pool itself where that is all there is. */
export function poolOf(end: ModdleElement | null): ModdleElement | null {
  if (end?.$type === 'bpmn:Participant') return childOf(end, 'processRef') ?? end;
  let at = end ?? undefined;
  while (at !== undefined && at.$type !== 'bpmn:Process') at = at.$parent;
  return at ?? null;
}

/** Whether the flow joins two elements of processes that run here, and not a pool that is drawn. */
export function joinsRunning({ source, target }: SourceMessageFlow, { running }: SourceDocument): boolean {
  return [source, target].every((end) => {
    const pool = poolOf(end);
    return end !== null && end.$type !== 'bpmn:Participant' && pool !== null && running.has(pool);
  });
}

/** Whether the engine hands a message along the flow: its source sends by itself, and its target waits. */
export function isCarried(flow: SourceMessageFlow, document: SourceDocument): boolean {
  const { source, target } = flow;
  if (source === null || target === null || !joinsRunning(flow, document)) return false;
  return sendsItself(source) && waitsItself(target);
}

export function sendsItself(end: ModdleElement): boolean {
  return isUntyped(end) || tagOf(end) === 'sendTask' || isMessageEvent(end, 'bpmn:ThrowEvent');
}

export function waitsItself(end: ModdleElement): boolean {
  return isUntyped(end) || tagOf(end) === 'receiveTask' || isMessageEvent(end, 'bpmn:CatchEvent');
}

export function isMessageEvent(end: ModdleElement, type: 'bpmn:ThrowEvent' | 'bpmn:CatchEvent'): boolean {
  return end.$instanceOf(type) && messageDefinitionOf(end) !== null;
}

/** The message an end of a flow names itself. */
export function namedMessageOf(end: ModdleElement | null): ModdleElement | null {
  if (end === null) return null;
  const holder = messageDefinitionOf(end) ?? end;
  const operation = childOf(holder, 'operationRef');
  return childOf(holder, 'messageRef') ?? (operation === null ? null : childOf(operation, 'inMessageRef'));
}

/**
 * What gives the message along a flow its name: what its target names, else the flow, else its source, and
 * the flow itself where none of them names a message. A target that waits for one message alone goes by the
 * first flow into it, so that whoever sends to it is heard.
 */
export function namingOf(flow: SourceMessageFlow, { messageFlowInto }: SourceDocument): ModdleElement {
  const { target } = flow;
  const waitsForOne = target !== null && !isUntyped(target);
  const naming = waitsForOne ? (messageFlowInto.get(target) ?? flow) : flow;
  return (
    namedMessageOf(target) ??
    childOf(naming.element, 'messageRef') ??
    namedMessageOf(naming.source) ??
    naming.element
  );
}

function isUntyped(end: ModdleElement): boolean {
  return ['task', 'manualTask'].includes(tagOf(end));
}

function messageDefinitionOf(end: ModdleElement): ModdleElement | null {
  return eventDefinitionsOf(end).find(({ $type }) => $type === 'bpmn:MessageEventDefinition') ?? null;
}
