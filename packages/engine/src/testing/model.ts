import type { Expression } from '../model/expression.ts';
import type {
  AbstractTask,
  ActivityNode,
  ExclusiveGateway,
  FlowNode,
  NoneEndEvent,
  NoneStartEvent,
  ParallelGateway,
  ScriptTask,
  ServiceTask,
  SubProcess,
  TerminateEndEvent,
  TimerCatchEvent,
  UserTask,
} from '../model/flow-node.ts';
import type { ProcessModel, SequenceFlow } from '../model/process.ts';
import { graphOf, type ProcessGraph } from '../model/process-graph.ts';

export const feel = (source: string): Expression => ({ language: 'feel', source });
export const juel = (source: string): Expression => ({ language: 'juel', source });
export const literal = (source: string): Expression => ({ language: 'literal', source });

/** Everything of a node that a test need not say. */
type Rest<Node extends FlowNode> = Partial<Omit<Node, 'id' | 'type'>>;

const node = (id: string) => ({ id, name: null, documentation: null, scopeId: null });
const activity = (id: string) => ({ ...node(id), inputs: [], outputs: [], defaultFlowId: null });

export const start = (id = 'start'): NoneStartEvent => ({ ...node(id), type: 'noneStartEvent', form: null });
export const end = (id = 'end'): NoneEndEvent => ({ ...node(id), type: 'noneEndEvent' });
export const terminate = (id: string): TerminateEndEvent => ({ ...node(id), type: 'terminateEndEvent' });
export const parallel = (id: string): ParallelGateway => ({ ...node(id), type: 'parallelGateway' });

export function exclusive(id: string, defaultFlowId: string | null = null): ExclusiveGateway {
  return { ...node(id), type: 'exclusiveGateway', defaultFlowId };
}

export function task(id: string, rest: Rest<AbstractTask> = {}): AbstractTask {
  return { ...activity(id), type: 'task', ...rest };
}

export function userTask(id: string, rest: Rest<UserTask> = {}): UserTask {
  return {
    ...activity(id),
    type: 'userTask',
    assignee: null,
    candidateUsers: [],
    candidateGroups: [],
    dueDate: null,
    priority: null,
    form: null,
    duration: null,
    sla: null,
    ...rest,
  };
}

export function serviceTask(id: string, rest: Rest<ServiceTask> = {}): ServiceTask {
  return {
    ...activity(id),
    type: 'serviceTask',
    jobType: literal(id),
    retries: 3,
    headers: {},
    resultVariable: null,
    ...rest,
  };
}

export function feelScript(id: string, source: string, resultVariable: string | null = null): ScriptTask {
  return { ...activity(id), type: 'scriptTask', language: 'feel', source, resultVariable };
}

export function javascript(id: string, source: string, resultVariable: string | null = null): ScriptTask {
  return { ...activity(id), type: 'scriptTask', language: 'javascript', source, resultVariable };
}

export function timer(id: string, kind: 'date' | 'duration', expression: Expression): TimerCatchEvent {
  return { ...node(id), type: 'timerCatchEvent', timer: { kind, expression } };
}

export function subProcess(id: string, rest: Rest<SubProcess> = {}): SubProcess {
  return { ...activity(id), type: 'subProcess', ...rest };
}

/** The nodes as content of a subprocess; what is nested deeper already stays there. */
export function inside(scopeId: string, ...nodes: readonly FlowNode[]): FlowNode[] {
  return nodes.map((inner) => (inner.scopeId === null ? { ...inner, scopeId } : inner));
}

/** An activity with input and output mappings, each `target` to a FEEL expression, in order. */
export function mapped<Node extends ActivityNode>(
  inner: Node,
  mappings: {
    readonly inputs?: Readonly<Record<string, string>>;
    readonly outputs?: Readonly<Record<string, string>>;
  },
): Node {
  return { ...inner, inputs: mappingsOf(mappings.inputs), outputs: mappingsOf(mappings.outputs) };
}

function mappingsOf(sources: Readonly<Record<string, string>> = {}): ActivityNode['inputs'] {
  return Object.entries(sources).map(([target, source]) => ({ target, expression: feel(source) }));
}

/** A flow `source>target`, conditional when a FEEL condition is given. */
export function flow(sourceId: string, targetId: string, condition: string | null = null): SequenceFlow {
  return {
    id: `${sourceId}>${targetId}`,
    name: null,
    sourceId,
    targetId,
    condition: condition === null ? null : feel(condition),
  };
}

/** Flows along paths such as `start > a > end`; the flow from a to b is called `a>b`. */
export function path(text: string): SequenceFlow[] {
  const ids = text.split('>').map((id) => id.trim());
  return ids.slice(1).map((targetId, index) => flow(ids[index] ?? '', targetId));
}

export function modelOf(nodes: readonly FlowNode[], flows: readonly SequenceFlow[]): ProcessModel {
  return { processId: 'p', name: 'p', documentation: null, elements: nodes, flows };
}

export function processOf(
  nodes: readonly FlowNode[],
  ...flows: readonly (SequenceFlow | string)[]
): ProcessGraph {
  return graphOf(
    modelOf(
      nodes,
      flows.flatMap((item) => (typeof item === 'string' ? path(item) : item)),
    ),
  );
}

/** `start`, the nodes one after the other, `end`. */
export function sequence(...nodes: readonly FlowNode[]): ProcessGraph {
  return processOf(
    [start(), ...nodes, end()],
    ['start', ...nodes.filter((inner) => inner.scopeId === null).map(({ id }) => id), 'end'].join('>'),
  );
}
