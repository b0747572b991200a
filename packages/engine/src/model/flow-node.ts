import type { Expression } from './expression.ts';
import type { Form } from './form.ts';

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
}

interface Activity extends Node {
  /** Evaluated on activation into variables local to the activity. */
  readonly inputs: readonly VariableMapping[];
  /** Evaluated on completion, written to the enclosing scope. Empty: all results go there. */
  readonly outputs: readonly VariableMapping[];
  readonly defaultFlowId: string | null;
}

/** None start event of a process or an embedded subprocess (BPMN 2.0 §10.5.2). */
export interface NoneStartEvent extends Node {
  readonly type: 'noneStartEvent';
  readonly form: Form | null;
}

export interface NoneEndEvent extends Node {
  readonly type: 'noneEndEvent';
}

/** Ends every token of its scope (BPMN 2.0 §13.5.6). */
export interface TerminateEndEvent extends Node {
  readonly type: 'terminateEndEvent';
}

/** A task without a type: the engine passes through it (BPMN 2.0 §13.3.3, abstract task). */
export interface AbstractTask extends Activity {
  readonly type: 'task';
}

export interface UserTask extends Activity {
  readonly type: 'userTask';
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

/** Work done outside the engine: a job of `jobType` that some worker activates and completes. */
export interface ServiceTask extends Activity {
  readonly type: 'serviceTask';
  readonly jobType: Expression;
  readonly retries: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Where the worker's variable `result` goes; null keeps the worker's names. */
  readonly resultVariable: string | null;
}

export interface ScriptTask extends Activity {
  readonly type: 'scriptTask';
  readonly language: 'javascript' | 'feel';
  readonly source: string;
  readonly resultVariable: string | null;
}

export interface ExclusiveGateway extends Node {
  readonly type: 'exclusiveGateway';
  readonly defaultFlowId: string | null;
}

export interface ParallelGateway extends Node {
  readonly type: 'parallelGateway';
}

/** Embedded subprocess (BPMN 2.0 §13.3.4); its content names it as `scopeId`. */
export interface SubProcess extends Activity {
  readonly type: 'subProcess';
}

/** `date`: a date-time; `duration`: an ISO 8601 duration from activation. */
export interface TimerDefinition {
  readonly kind: 'date' | 'duration';
  readonly expression: Expression;
}

export interface TimerCatchEvent extends Node {
  readonly type: 'timerCatchEvent';
  readonly timer: TimerDefinition;
}

/** Everything the engine executes. Adding a member without a behaviour does not compile. */
export type FlowNode =
  | NoneStartEvent
  | NoneEndEvent
  | TerminateEndEvent
  | AbstractTask
  | UserTask
  | ServiceTask
  | ScriptTask
  | ExclusiveGateway
  | ParallelGateway
  | SubProcess
  | TimerCatchEvent;

export type FlowNodeType = FlowNode['type'];
export type NodeOf<Type extends FlowNodeType> = Extract<FlowNode, { readonly type: Type }>;
export type ActivityNode = Extract<FlowNode, Activity>;
