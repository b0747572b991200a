import { errorAt, warningAt } from '../finding.ts';
import {
  isMessageEvent,
  joinsRunning,
  namedMessageOf,
  poolOf,
  sendsItself,
  waitsItself,
} from '../message-flows.ts';
import { idOf, labelOf, type ModdleElement, tagOf } from '../moddle.ts';
import type { SourceDocument, SourceMessageFlow } from '../source-document.ts';
import type { SourceGraph } from '../source-graph.ts';
import type { Check } from './check.ts';

/** A message flow leads from one pool to another, from what sends to what receives (BPMN 2.0 §7.6.2). */
export const messageFlow: Check = ({ graph, document }) =>
  document.messageFlows
    .filter((flow) => belongsTo(flow, graph))
    .flatMap((flow) => {
      const at = flow.id ?? graph.processId;
      const problems = problemsWith(flow);
      if (problems.length > 0) return problems.map((message) => errorAt(at, 'message-flow', message));
      return doubtsAbout(flow, document).map((message) => warningAt(at, 'message-flow', message));
    });

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

/** What is drawn between pools that run, and does not happen. */
function doubtsAbout(flow: SourceMessageFlow, document: SourceDocument): readonly string[] {
  const { id, source, target } = flow;
  if (source === null || target === null || !joinsRunning(flow, document)) return [];
  const name = `message flow '${id ?? ''}'`;
  const idle = sendsItself(source) ? (waitsItself(target) ? null : target) : source;
  if (idle !== null) {
    const found = `${tagOf(idle)} '${labelOf(idle)}'`;
    return [
      `Expected ${name} to join what sends and what waits for a message, but found ${found}; no message goes along it`,
    ];
  }
  const [sent, awaited] = [namedMessageOf(source), namedMessageOf(target)];
  if (sent === null || awaited === null || sent === awaited) return [];
  const found = `'${labelOf(sent)}' and '${labelOf(awaited)}'`;
  return [`Expected both ends of ${name} to name one message, but found ${found}; no message goes along it`];
}

function sends(end: ModdleElement): boolean {
  return isPoolOrActivity(end) || isMessageEvent(end, 'bpmn:ThrowEvent');
}

function receives(end: ModdleElement): boolean {
  return isPoolOrActivity(end) || isMessageEvent(end, 'bpmn:CatchEvent');
}

function isPoolOrActivity(end: ModdleElement): boolean {
  return end.$type === 'bpmn:Participant' || end.$instanceOf('bpmn:Activity');
}
