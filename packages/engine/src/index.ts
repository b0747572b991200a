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
