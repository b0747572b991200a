import { errorAt, type Finding, warningAt } from '../finding.ts';
import { childOf, flagOf } from '../moddle.ts';
import type { SourceGraph, SourceNode } from '../source-graph.ts';
import type { Check } from './check.ts';
import { kindsOf, nodesTagged } from './event-kinds.ts';

const catchable: ReadonlySet<string> = new Set(['message', 'timer', 'signal', 'conditional']);

/** Behind an event-based gateway stand the events it waits for, each for it alone (BPMN 2.0 §10.6.6). */
export const eventGateway: Check = ({ graph }) =>
  nodesTagged(graph, 'eventBasedGateway').flatMap((gateway): readonly Finding[] => [
    ...problemsWith(gateway, graph).map((message) => errorAt(gateway.id, 'event-gateway', message)),
    ...needless(gateway, graph),
  ]);

/** It can wait for one event alone, as well as the event itself could. */
function needless(gateway: SourceNode, graph: SourceGraph): readonly Finding[] {
  if (graph.outgoing.get(gateway.id)?.length !== 1) return [];
  const message = `Expected two flows or more out of event-based gateway '${gateway.id}', but found 1`;
  return [warningAt(gateway.id, 'event-gateway', message)];
}

function problemsWith(gateway: SourceNode, graph: SourceGraph): readonly string[] {
  const flows = graph.outgoing.get(gateway.id) ?? [];
  const targets = flows.flatMap((flow) => graph.nodes.get(flow.targetId ?? '') ?? []);
  const receives = targets.some(({ tag }) => tag === 'receiveTask');
  const messages = targets.some(
    (target) => target.tag !== 'receiveTask' && kindsOf(target).includes('message'),
  );
  const parallel = gateway.element.get('eventGatewayType') === 'Parallel';
  return [
    ...(flows.length === 0
      ? [`Expected two flows or more out of event-based gateway '${gateway.id}', but found none`]
      : []),
    ...(receives && messages
      ? [`Expected message events or receive tasks behind gateway '${gateway.id}', but found both`]
      : []),
    ...(parallel && !flagOf(gateway.element, 'instantiate')
      ? [
          `Expected a parallel event-based gateway to start the process, but found '${gateway.id}' not instantiating`,
        ]
      : []),
    ...targets.flatMap((target) => problemWith(target, gateway, graph)),
  ];
}

function problemWith(target: SourceNode, gateway: SourceNode, graph: SourceGraph): readonly string[] {
  const found = `behind event-based gateway '${gateway.id}', but found '${target.id}'`;
  if (!isAwaitable(target)) {
    return [`Expected catch events for messages, timers, signals or conditions, or receive tasks, ${found}`];
  }
  if ((graph.incoming.get(target.id) ?? []).length > 1) {
    return [`Expected events that only the gateway leads to ${found} with other flows into it`];
  }
  const isHost = nodesTagged(graph, 'boundaryEvent').some(
    (boundary) => childOf(boundary.element, 'attachedToRef') === target.element,
  );
  return isHost ? [`Expected receive tasks without boundary events ${found}`] : [];
}

function isAwaitable(target: SourceNode): boolean {
  if (target.tag === 'receiveTask') return true;
  return target.tag === 'intermediateCatchEvent' && kindsOf(target).every((kind) => catchable.has(kind));
}
