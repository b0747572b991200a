export { apply, fold, indexElement } from './execution/apply.ts';
export type { Command, CommandOf, CommandType, ScriptOutcome } from './execution/command.ts';
export { type Decision, decide } from './execution/decide.ts';
export type { Environment, StepLimits } from './execution/environment.ts';
export {
  type Event,
  type EventOf,
  type EventType,
  eventData,
  type IncidentCode,
  type JournalEntry,
  type UserTaskDetails,
} from './execution/event.ts';
export { type LifecycleStatus, lifecycle } from './execution/lifecycle.ts';
export type { Rejection, RejectionCode } from './execution/rejection.ts';
export {
  type ElementInstance,
  type ElementStatus,
  hasEnded,
  type Incident,
  type InstanceState,
  type InstanceStatus,
  stateToJson,
  type Wait,
} from './execution/state.ts';
export { type ScriptRequest, visibleVariables } from './execution/turn.ts';
export { addDuration, approximateDurationMs, formatDateTime, parseDateTime } from './expression/duration.ts';
export { checkExpression } from './expression/evaluate.ts';
export { ExpressionError } from './expression/expression-error.ts';
export type { Expression } from './model/expression.ts';
export type {
  AbstractTask,
  ActivityNode,
  ExclusiveGateway,
  FlowNode,
  FlowNodeType,
  NodeOf,
  NoneEndEvent,
  NoneStartEvent,
  ParallelGateway,
  ScriptTask,
  ServiceTask,
  SubProcess,
  TerminateEndEvent,
  TimerCatchEvent,
  TimerDefinition,
  UserTask,
  VariableMapping,
} from './model/flow-node.ts';
export type { Form, FormField, FormOption } from './model/form.ts';
export type { Json, JsonObject } from './model/json.ts';
export type { ProcessModel, SequenceFlow } from './model/process.ts';
export { graphOf, type ProcessGraph } from './model/process-graph.ts';
