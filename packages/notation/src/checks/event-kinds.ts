import { eventDefinitionsOf } from '../compile/not-executable.ts';
import { flagOf, tagOf } from '../moddle.ts';
import type { SourceGraph, SourceNode, SourceScope } from '../source-graph.ts';

/** The definitions of an event by their kind: `message`, `timer`, `compensate` … */
export function kindsOf(node: SourceNode): readonly string[] {
  return eventDefinitionsOf(node.element).map((definition) =>
    tagOf(definition).replace('EventDefinition', ''),
  );
}

export function nodesTagged(graph: SourceGraph, ...tags: readonly string[]): readonly SourceNode[] {
  return [...graph.nodes.values()].filter((node) => tags.includes(node.tag));
}

export function isEventSubProcess(scope: SourceScope): boolean {
  return scope.id !== null && flagOf(scope.element, 'triggeredByEvent');
}

export function isActivity(node: SourceNode): boolean {
  return node.element.$instanceOf('bpmn:Activity');
}
