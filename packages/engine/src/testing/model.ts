import type { JobDefinition, Throw, TimerDefinition, Trigger } from '../model/event-definition.ts';
import type { Expression } from '../model/expression.ts';
import type {
  AbstractTask,
  ActivityNode,
  AdHocSubProcess,
  BoundaryEvent,
  CallActivity,
  ComplexGateway,
  EndEvent,
  EventBasedGateway,
  EventSubProcess,
  ExclusiveGateway,
  FlowNode,
  InclusiveGateway,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  ParallelGateway,
  ReceiveTask,
  ScriptTask,
  ServiceTask,
  StartEvent,
  SubProcess,
  Transaction,
  UserTask,
} from '../model/flow-node.ts';
import type { MultiInstance, StandardLoop } from '../model/loop.ts';
import type { ProcessModel, SequenceFlow } from '../model/process.ts';
import { graphOf, type ProcessGraph } from '../model/process-graph.ts';

export const feel = (source: string): Expression => ({ language: 'feel', source });
export const juel = (source: string): Expression => ({ language: 'juel', source });
export const literal = (source: string): Expression => ({ language: 'literal', source });

/** Everything of a node that a test need not say. */
type Rest<Node extends FlowNode> = Partial<Omit<Node, 'id' | 'type'>>;

const node = (id: string) => ({
  id,
  name: null,
  documentation: null,
  scopeId: null,
  asyncBefore: false,
  asyncAfter: false,
});
const event = (id: string) => ({ ...node(id), inputs: [], outputs: [], resultsStayLocal: false });
const catching = (id: string, triggers: readonly Trigger[]) => ({
  ...event(id),
  triggers,
  parallelMultiple: false,
});
const activity = (id: string) => ({
  ...event(id),
  defaultFlowId: null,
  loop: null,
  forCompensation: false,
  compensationHandlerId: null,
});

export const start = (id = 'start'): StartEvent => startOn(id);
export const end = (id = 'end'): EndEvent => endThrowing(id);
export const terminate = (id: string): EndEvent => endThrowing(id, { kind: 'terminate' });
export const parallel = (id: string): ParallelGateway => ({ ...node(id), type: 'parallelGateway' });

/** A start event with triggers; of an event subprocess it interrupts unless told otherwise. */
export function startOn(id: string, ...triggers: readonly Trigger[]): StartEvent {
  return { ...catching(id, triggers), type: 'startEvent', interrupting: true, form: null };
}

export function endThrowing(id: string, ...throws: readonly Throw[]): EndEvent {
  return { ...event(id), type: 'endEvent', throws };
}

export function catchEvent(id: string, ...triggers: readonly Trigger[]): IntermediateCatchEvent {
  return { ...catching(id, triggers), type: 'intermediateCatchEvent' };
}

export function throwEvent(id: string, ...throws: readonly Throw[]): IntermediateThrowEvent {
  return { ...event(id), type: 'intermediateThrowEvent', throws };
}

export function boundary(
  id: string,
  attachedToId: string,
  trigger: Trigger,
  rest: Rest<BoundaryEvent> = {},
): BoundaryEvent {
  return { ...catching(id, [trigger]), type: 'boundaryEvent', attachedToId, interrupting: true, ...rest };
}

export const onMessage = (name: string, correlationKey: Expression | null = null): Trigger => ({
  kind: 'message',
  name: literal(name),
  correlationKey,
});
export const onSignal = (name: string): Trigger => ({ kind: 'signal', name: literal(name) });
export const onTimer = (kind: TimerDefinition['kind'], text: string): Trigger => ({
  kind: 'timer',
  timer: { kind, expression: literal(text) },
});
export const onError = (errorCode: string | null = null): Trigger => ({
  kind: 'error',
  errorCode,
  codeVariable: null,
  messageVariable: null,
});
export const onEscalation = (escalationCode: string | null = null): Trigger => ({
  kind: 'escalation',
  escalationCode,
  codeVariable: null,
});
export const error = (code: string): Throw => ({ kind: 'error', errorCode: literal(code), message: null });
export const escalation = (code: string): Throw => ({ kind: 'escalation', escalationCode: literal(code) });
export const signal = (name: string): Throw => ({ kind: 'signal', name: literal(name) });
export const message = (name: string): Throw => ({
  kind: 'message',
  name: literal(name),
  correlationKey: null,
  job: null,
});
export const compensate = (activityId: string | null = null): Throw => ({
  kind: 'compensation',
  activityId,
  waitForCompletion: true,
});

/** The activity with another that undoes it, called `undo ` and its id. */
export function undoable<Node extends ActivityNode>(
  activity: Node,
  handler: ActivityNode = userTask(`undo ${activity.id}`),
): FlowNode[] {
  return [
    { ...activity, compensationHandlerId: handler.id },
    { ...handler, forCompensation: true },
  ];
}

export function exclusive(id: string, defaultFlowId: string | null = null): ExclusiveGateway {
  return { ...node(id), type: 'exclusiveGateway', defaultFlowId };
}

export function inclusive(id: string, defaultFlowId: string | null = null): InclusiveGateway {
  return { ...node(id), type: 'inclusiveGateway', defaultFlowId };
}

export function complex(id: string, rest: Rest<ComplexGateway> = {}): ComplexGateway {
  return { ...node(id), type: 'complexGateway', activationCondition: null, defaultFlowId: null, ...rest };
}

export const eventBased = (id: string): EventBasedGateway => ({
  ...node(id),
  type: 'eventBasedGateway',
  instantiate: false,
  parallel: false,
});

export function task(id: string, rest: Rest<AbstractTask> = {}): AbstractTask {
  return { ...activity(id), type: 'task', sends: [], awaits: [], ...rest };
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

/** `job` changes what its worker is told; without, a job of the task's id with three attempts. */
export function serviceTask(
  id: string,
  job: Partial<JobDefinition> = {},
  rest: Rest<ServiceTask> = {},
): ServiceTask {
  return { ...activity(id), type: 'serviceTask', work: { kind: 'job', ...jobOf(id), ...job }, ...rest };
}

const jobOf = (id: string): JobDefinition => ({
  jobType: literal(id),
  retries: 3,
  headers: {},
  resultVariable: null,
});

export function receiveTask(id: string, name: string | null, rest: Rest<ReceiveTask> = {}): ReceiveTask {
  const awaited = name === null ? null : { name: literal(name), correlationKey: null };
  return { ...activity(id), type: 'receiveTask', message: awaited, instantiate: false, ...rest };
}

export function callActivity(id: string, calledElement: string, rest: Rest<CallActivity> = {}): CallActivity {
  return {
    ...activity(id),
    type: 'callActivity',
    calledElement: literal(calledElement),
    binding: { kind: 'latest' },
    businessKey: null,
    passIn: { every: 'all', mappings: [] },
    passOut: { every: 'all', mappings: [] },
    outLocal: false,
    ...rest,
  };
}

export function feelScript(id: string, source: string, resultVariable: string | null = null): ScriptTask {
  return { ...activity(id), type: 'scriptTask', language: 'feel', source, resultVariable };
}

export function javascript(id: string, source: string, resultVariable: string | null = null): ScriptTask {
  return { ...activity(id), type: 'scriptTask', language: 'javascript', source, resultVariable };
}

export function timer(
  id: string,
  kind: TimerDefinition['kind'],
  expression: Expression,
): IntermediateCatchEvent {
  return catchEvent(id, { kind: 'timer', timer: { kind, expression } });
}

export function subProcess(id: string, rest: Rest<SubProcess> = {}): SubProcess {
  return { ...activity(id), type: 'subProcess', ...rest };
}

export function eventSubProcess(id: string, rest: Rest<EventSubProcess> = {}): EventSubProcess {
  return { ...activity(id), type: 'eventSubProcess', ...rest };
}

export function transaction(id: string, rest: Rest<Transaction> = {}): Transaction {
  return { ...activity(id), type: 'transaction', ...rest };
}

export function adHoc(id: string, rest: Rest<AdHocSubProcess> = {}): AdHocSubProcess {
  return {
    ...activity(id),
    type: 'adHocSubProcess',
    ordering: 'parallel',
    completionCondition: null,
    cancelRemainingInstances: true,
    activeElements: null,
    ...rest,
  };
}

/** An instance for each item of the FEEL expression; `rest` makes it sequential, or gives it outputs. */
export function forEach(collection: string, rest: Partial<Omit<MultiInstance, 'kind'>> = {}): MultiInstance {
  return { ...times(0), cardinality: null, collection: feel(collection), inputElement: 'item', ...rest };
}

export function times(count: number, rest: Partial<Omit<MultiInstance, 'kind'>> = {}): MultiInstance {
  return {
    kind: 'multiInstance',
    sequential: false,
    cardinality: feel(String(count)),
    collection: null,
    inputElement: null,
    outputCollection: null,
    outputElement: null,
    completionCondition: null,
    behaviorEvents: [],
    ...rest,
  };
}

export function repeat(
  condition: string | null,
  rest: Partial<Omit<StandardLoop, 'kind'>> = {},
): StandardLoop {
  return {
    kind: 'standard',
    condition: condition === null ? null : feel(condition),
    testBefore: false,
    maximum: null,
    ...rest,
  };
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
  const outputs = mappingsOf(mappings.outputs);
  return { ...inner, inputs: mappingsOf(mappings.inputs), outputs, resultsStayLocal: outputs.length > 0 };
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
  return { processId: 'p', name: 'p', documentation: null, elements: nodes, flows, dataObjects: [] };
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
