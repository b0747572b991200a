import type { JobDefinition, MessageDefinition, Throw, Trigger } from './event-definition.ts';
import type { Expression } from './expression.ts';
import type { Form } from './form.ts';
import type { Loop } from './loop.ts';

/** Assigns the value of `expression` to the variable `target`. */
export interface VariableMapping {
  readonly target: string;
  readonly expression: Expression;
}

interface Node {
  readonly id: string;
  readonly name: string | null;
  readonly documentation: string | null;
  /** The enclosing subprocess, null when the node stands in the process itself. */
  readonly scopeId: string | null;
  /** A token rests before, or after, the element until the host takes it up again. */
  readonly asyncBefore: boolean;
  readonly asyncAfter: boolean;
}

interface Mapped extends Node {
  /** Evaluated on activation into variables local to the element. */
  readonly inputs: readonly VariableMapping[];
  /** Evaluated on completion, written to the enclosing scope. */
  readonly outputs: readonly VariableMapping[];
  /** What the element brings is seen by its output mappings alone; else it goes outwards as well. */
  readonly resultsStayLocal: boolean;
}

interface Activity extends Mapped {
  readonly defaultFlowId: string | null;
  readonly loop: Loop | null;
  /** Stands outside the flow and runs only to undo the activity it is associated with (§10.7.1). */
  readonly forCompensation: boolean;
  /** The activity that undoes this one; null when it has no compensation handler by association. */
  readonly compensationHandlerId: string | null;
  /** Tokens it needs to begin, and puts on each flow it leaves over (§10.3); absent: one. */
  readonly startQuantity?: number;
  readonly completionQuantity?: number;
}

/** What may trigger an event: any of them, or all of them where `parallelMultiple`. */
interface Catching {
  readonly triggers: readonly Trigger[];
  readonly parallelMultiple: boolean;
}

/**
 * Start event of a process, an embedded or an event subprocess (BPMN 2.0 §10.5.2). Without triggers it is
 * a none start event. `interrupting` matters in event subprocesses only.
 */
export interface StartEvent extends Mapped, Catching {
  readonly type: 'startEvent';
  readonly interrupting: boolean;
  readonly form: Form | null;
}

/** Without `throws` a none end event; several are thrown one after the other (§10.5.3). */
export interface EndEvent extends Mapped {
  readonly type: 'endEvent';
  readonly throws: readonly Throw[];
}

export interface IntermediateCatchEvent extends Mapped, Catching {
  readonly type: 'intermediateCatchEvent';
}

export interface IntermediateThrowEvent extends Mapped {
  readonly type: 'intermediateThrowEvent';
  readonly throws: readonly Throw[];
}

export interface BoundaryEvent extends Mapped, Catching {
  readonly type: 'boundaryEvent';
  readonly attachedToId: string;
  /** Terminates the activity it is attached to. */
  readonly interrupting: boolean;
}

/** Work the engine knows nothing of. What message flows show of it, it does: it sends, then waits for an answer. */
interface Untyped extends Activity {
  /** Sent when the task begins. */
  readonly sends: readonly MessageDefinition[];
  /** The first of them to come completes the task; without any the token passes. */
  readonly awaits: readonly MessageDefinition[];
}

/** A task without a type (BPMN 2.0 §13.3.3, abstract task). */
export interface AbstractTask extends Untyped {
  readonly type: 'task';
}

/** Done by somebody without the engine's help (§13.3.3). */
export interface ManualTask extends Untyped {
  readonly type: 'manualTask';
}

export interface UserTask extends Activity {
  readonly type: 'userTask';
  /** Where the name or the documentation is written with variables: what people read of a task. */
  readonly shownName?: Expression;
  readonly shownDescription?: Expression;
  readonly assignee: Expression | null;
  readonly candidateUsers: readonly Expression[];
  readonly candidateGroups: readonly Expression[];
  /** A date-time, or an ISO 8601 duration counted from the creation of the task. */
  readonly dueDate: Expression | null;
  readonly priority: Expression | null;
  readonly form: Form | null;
  /** Expected working time, ISO 8601 duration. */
  readonly duration: string | null;
  /** Time allowed from creation to completion, ISO 8601 duration. */
  readonly sla: string | null;
}

/** Work done outside the engine by a worker, or an expression evaluated in place. */
export interface ServiceTask extends Activity {
  readonly type: 'serviceTask';
  readonly work:
    | ({ readonly kind: 'job' } & JobDefinition)
    | {
        readonly kind: 'expression';
        readonly expression: Expression;
        readonly resultVariable: string | null;
      };
}

/** A worker sends the message, or the engine hands it to whoever waits for it. */
export interface SendTask extends Activity {
  readonly type: 'sendTask';
  readonly work:
    | ({ readonly kind: 'job' } & JobDefinition)
    | ({ readonly kind: 'message' } & MessageDefinition);
}

/** Waits for its message; without one, until it is triggered by its id. */
export interface ReceiveTask extends Activity {
  readonly type: 'receiveTask';
  readonly message: MessageDefinition | null;
  /** Starts the process when its message arrives (§13.3.3). */
  readonly instantiate: boolean;
}

export interface ScriptTask extends Activity {
  readonly type: 'scriptTask';
  readonly language: 'javascript' | 'feel' | 'juel';
  readonly source: string;
  readonly resultVariable: string | null;
}

/** Evaluates a decision, or leaves it to a worker. */
export interface BusinessRuleTask extends Activity {
  readonly type: 'businessRuleTask';
  readonly work:
    | ({ readonly kind: 'job' } & JobDefinition)
    | { readonly kind: 'expression'; readonly expression: Expression; readonly resultVariable: string | null }
    | ({ readonly kind: 'decision' } & CalledDecision);
}

export interface CalledDecision {
  readonly decisionId: Expression;
  readonly binding: Binding;
  readonly resultVariable: string | null;
  /** How the rows of a decision table become one value; `value`: the value FEEL gives the decision. */
  readonly mapResult: 'value' | 'singleEntry' | 'singleResult' | 'collectEntries' | 'resultList';
}

/** Which version of a called process or decision is taken. */
export type Binding =
  | { readonly kind: 'latest' }
  | { readonly kind: 'deployment' }
  | { readonly kind: 'version'; readonly version: Expression }
  | { readonly kind: 'versionTag'; readonly tag: Expression };

/** Which version a process or decision is called by. */
export type CalledVersion = 'latest' | 'deployment' | number | { readonly tag: string };

/** Calls another process (BPMN 2.0 §10.3.6): an instance of its own, whose end this activity waits for. */
export interface CallActivity extends Activity {
  readonly type: 'callActivity';
  readonly calledElement: Expression;
  readonly binding: Binding;
  readonly businessKey: Expression | null;
  /** What the called instance gets. */
  readonly passIn: CallVariables;
  /** What comes back when it has completed. */
  readonly passOut: CallVariables;
  /** The results stay in the activity, for its output mappings. */
  readonly outLocal: boolean;
  /** An error or escalation that leaves the called instance brings the results as well. */
  readonly outWhenThrown?: true;
}

export interface CallVariables {
  /** `all`: every variable visible; `local`: those local to the activity; `none`: the mappings alone. */
  readonly every: 'all' | 'local' | 'none';
  readonly mappings: readonly VariableMapping[];
  /** Read from, or written to, the variables of the activity itself alone. */
  readonly localMappings?: readonly VariableMapping[];
}

export interface ExclusiveGateway extends Node {
  readonly type: 'exclusiveGateway';
  readonly defaultFlowId: string | null;
}

export interface ParallelGateway extends Node {
  readonly type: 'parallelGateway';
}

export interface InclusiveGateway extends Node {
  readonly type: 'inclusiveGateway';
  readonly defaultFlowId: string | null;
}

/** `activationCondition` sees `activationCount` and `waitingForStart` (BPMN 2.0 §13.4.5). */
export interface ComplexGateway extends Node {
  readonly type: 'complexGateway';
  readonly activationCondition: Expression | null;
  readonly defaultFlowId: string | null;
}

/** The first event that occurs decides (§13.4.4); `instantiate` starts the process, `parallel` awaits all of them. */
export interface EventBasedGateway extends Node {
  readonly type: 'eventBasedGateway';
  readonly instantiate: boolean;
  readonly parallel: boolean;
}

/** Embedded subprocess (BPMN 2.0 §13.3.4); its content names it as `scopeId`. */
export interface SubProcess extends Activity {
  readonly type: 'subProcess';
}

/** Started by its start event while its scope is live (§13.5.4); no flow leads to it. */
export interface EventSubProcess extends Activity {
  readonly type: 'eventSubProcess';
}

/** A subprocess that a cancel end event undoes (§10.3.5). */
export interface Transaction extends Activity {
  readonly type: 'transaction';
}

/** Its activities run when somebody activates them, as often as wanted (§13.3.5). */
export interface AdHocSubProcess extends Activity {
  readonly type: 'adHocSubProcess';
  readonly ordering: 'parallel' | 'sequential';
  readonly completionCondition: Expression | null;
  readonly cancelRemainingInstances: boolean;
  /** Gives the ids of the activities to activate at once; null: none. */
  readonly activeElements: Expression | null;
}

/** Everything the engine executes. Adding a member without a behaviour does not compile. */
export type FlowNode =
  | StartEvent
  | EndEvent
  | IntermediateCatchEvent
  | IntermediateThrowEvent
  | BoundaryEvent
  | AbstractTask
  | ManualTask
  | UserTask
  | ServiceTask
  | SendTask
  | ReceiveTask
  | ScriptTask
  | BusinessRuleTask
  | CallActivity
  | ExclusiveGateway
  | ParallelGateway
  | InclusiveGateway
  | ComplexGateway
  | EventBasedGateway
  | SubProcess
  | EventSubProcess
  | Transaction
  | AdHocSubProcess;

export type FlowNodeType = FlowNode['type'];
export type NodeOf<Type extends FlowNodeType> = Extract<FlowNode, { readonly type: Type }>;
export type ActivityNode = Extract<FlowNode, Activity>;
export type CatchingNode = Extract<FlowNode, Catching>;
