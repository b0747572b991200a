import { eventDefinitionsOf } from '../compile/not-executable.ts';
import { errorAt } from '../finding.ts';
import { childOf, idOf, type ModdleElement } from '../moddle.ts';
import type { SourceMessageFlow } from '../source-document.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';

/** A message flow leads from one pool to another, from what sends to what receives (BPMN 2.0 §7.6.2). */
export const messageFlow: Check = ({ graph, document }) =>
  document.messageFlows
    .filter((flow) => belongsTo(flow, graph))
    .flatMap((flow) =>
      problemsWith(flow).map((message) => errorAt(flow.id ?? graph.processId, 'message-flow', message)),
    );

/** Each flow is looked at once: with the process of its source, or else of its target. */
function belongsTo({ source, target }: SourceMessageFlow, graph: SourceGraph): boolean {
  const from = poolOf(source);
  return from?.$type === 'bpmn:Process' ? from === graph.process : poolOf(target) === graph.process;
}

function problemsWith({ id, source, target }: SourceMessageFlow): readonly string[] {
  const name = `message flow '${id ?? ''}'`;
  if (source === null || target === null) return [];
  return [
    ...(poolOf(source) === poolOf(target)
      ? [`Expected ${name} to lead to another pool, but found both ends in one`]
      : []),
    ...(sends(source)
      ? []
      : [
          `Expected ${name} to come from a pool, an activity or a message throw, but found '${idOf(source)}'`,
        ]),
    ...(receives(target)
      ? []
      : [`Expected ${name} to lead to a pool, an activity or a message catch, but found '${idOf(target)}'`]),
  ];
}

/** The process an end stands in; the pool itself where that is all there is. */
function poolOf(end: ModdleElement | null): ModdleElement | null {
  if (end?.$type === 'bpmn:Participant') return childOf(end, 'processRef') ?? end;
  let at = end ?? undefined;
  while (at !== undefined && at.$type !== 'bpmn:Process') at = at.$parent;
  return at ?? null;
}

function sends(end: ModdleElement): boolean {
  return isPoolOrActivity(end) || (end.$instanceOf('bpmn:ThrowEvent') && isMessageEvent(end));
}

function receives(end: ModdleElement): boolean {
  return isPoolOrActivity(end) || (end.$instanceOf('bpmn:CatchEvent') && isMessageEvent(end));
}

function isPoolOrActivity(end: ModdleElement): boolean {
  return end.$type === 'bpmn:Participant' || end.$instanceOf('bpmn:Activity');
}

function isMessageEvent(event: ModdleElement): boolean {
  return eventDefinitionsOf(event).some(({ $type }) => $type === 'bpmn:MessageEventDefinition');
}
