export { checkDecisionExpression } from './decision/check-expression.ts';
export { DecisionError } from './decision/decision-error.ts';
export type {
  Aggregation,
  BoxedContext,
  DecisionLogic,
  DecisionModel,
  DecisionNode,
  DecisionRule,
  DecisionService,
  DecisionTable,
  FunctionDefinition,
  HitPolicy,
  InputClause,
  InputData,
  KnowledgeModel,
  OutputClause,
  Requirements,
  TypedName,
} from './decision/decision-model.ts';
export type { DecisionType, SimpleType } from './decision/decision-type.ts';
export { type DecisionResult, evaluateDecision } from './decision/evaluate-decision.ts';
export type { MatchedRule } from './decision/evaluation.ts';
export { type DecisionResultMapping, mapDecisionResult } from './decision/map-decision-result.ts';
export { apply, fold } from './execution/apply.ts';
export { calledTooDeep, maxCallDepth } from './execution/call-depth.ts';
export type { Command, CommandOf, CommandType, DecisionOutcome, ScriptOutcome } from './execution/command.ts';
export type { Compensation, Undoing } from './execution/compensation/compensation.ts';
export { type Decision, decide } from './execution/decide.ts';
export { type CallAnswer, callAnswered, callEnded, type Effect, effectOf } from './execution/effects.ts';
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
export { makeDecision } from './execution/make-decision.ts';
export type {
  ElementVerdict,
  MigrationPlan,
  MigrationRequest,
  Verdict,
  WaitedFor,
} from './execution/migration/migration.ts';
export { planMigration } from './execution/migration/plan-migration.ts';
export type { Modification } from './execution/modification/modification.ts';
export type { ParentCall } from './execution/parent-call.ts';
export type { Reasoned } from './execution/reasoned.ts';
export type { Rejection, RejectionCode, RejectionReason } from './execution/rejection.ts';
export type { BackOff } from './execution/retry-wait.ts';
export {
  type ElementInstance,
  type ElementStatus,
  hasEnded,
  type Incident,
  type InstanceState,
  type InstanceStatus,
  type LoopProgress,
  stateToJson,
  type Wait,
} from './execution/state.ts';
export { indexCompensation, indexElement, indexSubscription } from './execution/state-indexes.ts';
export type { Awaited, AwaitedKind, Repeat, Subscription } from './execution/subscription.ts';
export { afterFiring, awaitedTime } from './execution/timer.ts';
export {
  type DecisionRequest,
  type HostRequest,
  type ScriptRequest,
  visibleVariables,
} from './execution/turn.ts';
export { isTag, notDeployed } from './execution/version-binding.ts';
export { isCron } from './expression/cron.ts';
export { addDuration, approximateDurationMs, formatDateTime, parseDateTime } from './expression/duration.ts';
export { checkExpression, evaluate, evaluateCondition } from './expression/evaluate.ts';
export { ExpressionError } from './expression/expression-error.ts';
export { isIdentifier as isFeelIdentifier } from './expression/feel/rewrite.ts';
export { MemoryEngine, type MemoryHost } from './memory/memory-engine.ts';
export { publishMessage } from './memory/messages.ts';
export type { MemoryInstance, Message } from './memory/processes.ts';
export { broadcastSignal } from './memory/signals.ts';
export type {
  JobDefinition,
  MessageDefinition,
  Throw,
  ThrowKind,
  ThrowOf,
  TimerDefinition,
  Trigger,
  TriggerKind,
  TriggerOf,
  VariableEvent,
} from './model/event-definition.ts';
export type { Expression, TextExpression } from './model/expression.ts';
export type {
  AbstractTask,
  ActivityNode,
  AdHocSubProcess,
  Binding,
  BoundaryEvent,
  BusinessRuleTask,
  CallActivity,
  CalledDecision,
  CalledVersion,
  CallVariables,
  CatchingNode,
  ComplexGateway,
  EndEvent,
  EventBasedGateway,
  EventSubProcess,
  ExclusiveGateway,
  FlowNode,
  FlowNodeType,
  InclusiveGateway,
  IntermediateCatchEvent,
  IntermediateThrowEvent,
  ManualTask,
  NodeOf,
  ParallelGateway,
  ReceiveTask,
  ScriptTask,
  SendTask,
  ServiceTask,
  StartEvent,
  SubProcess,
  Transaction,
  UserTask,
  VariableMapping,
} from './model/flow-node.ts';
export type { Form, FormField, FormOption } from './model/form.ts';
export type { Json, JsonObject } from './model/json.ts';
export type {
  BehaviorEvent,
  Loop,
  MultiInstance,
  StandardLoop,
} from './model/loop.ts';
export type { DataObject, ProcessModel, SequenceFlow } from './model/process.ts';
export { graphOf, type ProcessGraph } from './model/process-graph.ts';
export {
  type StartTrigger,
  startTriggersOf,
} from './model/start-triggers.ts';
