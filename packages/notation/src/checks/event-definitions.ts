import { describeDefinitions, eventDefinitionsOf } from '../compile/not-executable.ts';
import { errorAt } from '../finding.ts';
import type { SourceNode } from '../source-graph.ts';
import type { Check } from './check.ts';
import { isEventSubProcess, kindsOf } from './event-kinds.ts';

interface Position {
  readonly name: string;
  readonly mayBeNone: boolean;
  readonly kinds: readonly string[];
}

const waiting = ['message', 'timer', 'conditional', 'signal'];

const positions = {
  process: { name: 'a start event of a process', mayBeNone: true, kinds: waiting },
  embedded: { name: 'a start event of a subprocess', mayBeNone: true, kinds: [] },
  eventSubProcess: {
    name: 'a start event of an event subprocess',
    mayBeNone: false,
    kinds: [...waiting, 'error', 'escalation', 'compensate'],
  },
  intermediateCatchEvent: { name: 'a catch event', mayBeNone: false, kinds: [...waiting, 'link'] },
  intermediateThrowEvent: {
    name: 'a throw event',
    mayBeNone: true,
    kinds: ['message', 'escalation', 'compensate', 'signal', 'link'],
  },
  boundaryEvent: {
    name: 'a boundary event',
    mayBeNone: false,
    kinds: [...waiting, 'error', 'escalation', 'cancel', 'compensate'],
  },
  endEvent: {
    name: 'an end event',
    mayBeNone: true,
    kinds: ['message', 'error', 'escalation', 'cancel', 'compensate', 'signal', 'terminate'],
  },
} as const satisfies Readonly<Record<string, Position>>;

/** Every event is of a kind its place allows (BPMN 2.0 table 10.93). */
export const eventDefinitions: Check = ({ graph }) =>
  [...graph.nodes.values()].flatMap((node) => {
    const position = positionOf(node);
    if (position === null || isAllowed(kindsOf(node), position)) return [];
    const allowed = [...(position.mayBeNone ? ['none'] : []), ...position.kinds].join(', ');
    const found = `'${node.id}' (${node.tag} ${describeDefinitions(eventDefinitionsOf(node.element))})`;
    const message = `Expected ${position.name} to be of the kind ${allowed}, but found ${found}`;
    return [errorAt(node.id, 'event-definition', message)];
  });

function positionOf(node: SourceNode): Position | null {
  switch (node.tag) {
    case 'startEvent':
      if (node.scope.id === null) return positions.process;
      return isEventSubProcess(node.scope) ? positions.eventSubProcess : positions.embedded;
    case 'intermediateCatchEvent':
    case 'intermediateThrowEvent':
    case 'boundaryEvent':
    case 'endEvent':
      return positions[node.tag];
    default:
      return null;
  }
}

function isAllowed(kinds: readonly string[], position: Position): boolean {
  if (kinds.length === 0) return position.mayBeNone;
  if (kinds.length > 1 && kinds.includes('link')) return false;
  return kinds.every((kind) => position.kinds.includes(kind));
}
