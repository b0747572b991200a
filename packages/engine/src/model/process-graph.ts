import type {
  BoundaryEvent,
  ComplexGateway,
  EventSubProcess,
  FlowNode,
  InclusiveGateway,
  StartEvent,
} from './flow-node.ts';
import type { DataObject, ProcessModel, SequenceFlow } from './process.ts';

/** A process model with the look-ups execution needs. Built once per definition and shared. */
export interface ProcessGraph {
  readonly model: ProcessModel;
  readonly nodes: ReadonlyMap<string, FlowNode>;
  readonly flows: ReadonlyMap<string, SequenceFlow>;
  /** In the order of the model, which decides between conditions that hold together. */
  readonly outgoing: ReadonlyMap<string, readonly SequenceFlow[]>;
  readonly incoming: ReadonlyMap<string, readonly SequenceFlow[]>;
  /** What each scope holds; the process itself is the key null. */
  readonly scopes: ReadonlyMap<string | null, ScopeContent>;
  /** By the activity they are attached to. */
  readonly boundaryEvents: ReadonlyMap<string, readonly BoundaryEvent[]>;
  /** Activities something undoes once they have completed: a handler, or something in their content. */
  readonly compensable: ReadonlySet<string>;
  /** Gateways that wait for tokens only while they can still arrive, by their scope. */
  readonly watchingJoins: ReadonlyMap<string | null, readonly WatchingJoin[]>;
}

export type WatchingJoin = InclusiveGateway | ComplexGateway;

/** The content of a process or subprocess by the part it plays when the scope starts. */
export interface ScopeContent {
  readonly nodes: readonly FlowNode[];
  /** Where tokens begin: none start events or, without any start event, what no flow leads to (BPMN 2.0 §13.2). */
  readonly entries: readonly FlowNode[];
  readonly eventSubProcesses: readonly StartedByEvent[];
  readonly dataObjects: readonly DataObject[];
}

export interface StartedByEvent {
  readonly subProcess: EventSubProcess;
  readonly start: StartEvent;
}

export function graphOf(model: ProcessModel): ProcessGraph {
  const incoming = groupBy(model.flows, (flow) => flow.targetId);
  const byScope = groupBy(model.elements, (node) => node.scopeId);
  const scopes = new Map<string | null, ScopeContent>();
  for (const [scopeId, nodes] of byScope) {
    scopes.set(scopeId, {
      nodes,
      entries: entriesOf(nodes, incoming),
      eventSubProcesses: nodes.flatMap((node) => startedByEvent(node, byScope)),
      dataObjects: model.dataObjects.filter((object) => object.scopeId === scopeId),
    });
  }
  const nodes = new Map(model.elements.map((node) => [node.id, node]));
  return {
    model,
    nodes,
    flows: new Map(model.flows.map((flow) => [flow.id, flow])),
    outgoing: groupBy(model.flows, (flow) => flow.sourceId),
    incoming,
    scopes,
    boundaryEvents: groupBy(
      model.elements.flatMap((node) => (node.type === 'boundaryEvent' ? [node] : [])),
      (event) => event.attachedToId,
    ),
    compensable: compensableIn(nodes),
    watchingJoins: groupBy(
      model.elements.flatMap((node) => (watchesTokens(node, incoming) ? [node] : [])),
      (join) => join.scopeId,
    ),
  };
}

/** What undoes something inside a subprocess undoes the subprocess too; a handler is never undone itself. */
function compensableIn(nodes: ReadonlyMap<string, FlowNode>): ReadonlySet<string> {
  const compensable = new Set<string>();
  for (const node of nodes.values()) {
    const undone = undoneBy(node);
    for (let id = undone; id !== null && !compensable.has(id); ) {
      const activity = nodes.get(id);
      if (activity === undefined || ('forCompensation' in activity && activity.forCompensation)) break;
      compensable.add(id);
      id = activity.scopeId;
    }
  }
  return compensable;
}

/** The activity that can be undone because of this node: itself, or what its compensation event subprocess stands in. */
function undoneBy(node: FlowNode): string | null {
  if ('compensationHandlerId' in node && node.compensationHandlerId !== null) return node.id;
  const undoes = node.type === 'startEvent' && node.triggers.some(({ kind }) => kind === 'compensation');
  return undoes ? node.scopeId : null;
}

function watchesTokens(
  node: FlowNode,
  incoming: ReadonlyMap<string, readonly SequenceFlow[]>,
): node is WatchingJoin {
  const isOne = node.type === 'inclusiveGateway' || node.type === 'complexGateway';
  return isOne && (incoming.get(node.id)?.length ?? 0) > 1;
}

/** The nodes a scope begins with; a start event with a trigger is entered by its trigger alone. */
function entriesOf(
  nodes: readonly FlowNode[],
  incoming: ReadonlyMap<string, readonly SequenceFlow[]>,
): readonly FlowNode[] {
  const starts = nodes.filter((node) => node.type === 'startEvent');
  if (starts.length > 0) return starts.filter((start) => start.triggers.length === 0);
  return nodes.filter((node) => !incoming.has(node.id) && mayBegin(node));
}

function mayBegin(node: FlowNode): boolean {
  if (node.type === 'boundaryEvent' || node.type === 'eventSubProcess') return false;
  if ('instantiate' in node) return !node.instantiate;
  if (node.type === 'intermediateCatchEvent') return node.triggers.every(({ kind }) => kind !== 'link');
  return !('forCompensation' in node && node.forCompensation);
}

function startedByEvent(
  node: FlowNode,
  byScope: ReadonlyMap<string | null, readonly FlowNode[]>,
): readonly StartedByEvent[] {
  if (node.type !== 'eventSubProcess') return [];
  const start = byScope.get(node.id)?.find((inner) => inner.type === 'startEvent');
  return start === undefined ? [] : [{ subProcess: node, start }];
}

function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
