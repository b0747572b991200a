import type { ActivityType } from '../document/activity.ts';

/**
 * How an attribute is written.
 * - text: a text as it stands or in quotes; duration: `2h` or ISO 8601
 * - value: an expression that without marks is its own text; condition: one that without marks is FEEL
 * - texts, values: several, divided by commas or on lines that begin with `-`
 * - map: names and what they stand for, one a line
 * - object: its main property on the line, the others below
 */
export type Kind =
  | { readonly kind: 'text' | 'duration' | 'value' | 'condition' | 'number' | 'flag' | 'scalar' | 'binding' }
  | { readonly kind: 'texts' | 'values' | 'options' }
  | { readonly kind: 'word'; readonly words: readonly string[] }
  | { readonly kind: 'map'; readonly of: Kind }
  | { readonly kind: 'object'; readonly main: string; readonly fields: Attributes };

export type Attributes = Readonly<Record<string, Kind>>;

const text: Kind = { kind: 'text' };
const value: Kind = { kind: 'value' };
const condition: Kind = { kind: 'condition' };
const number: Kind = { kind: 'number' };
const flag: Kind = { kind: 'flag' };
const duration: Kind = { kind: 'duration' };
const word = (...words: string[]): Kind => ({ kind: 'word', words });
const mappings: Kind = { kind: 'map', of: value };

const passed: Kind = {
  kind: 'object',
  main: 'every',
  fields: { every: word('all', 'local', 'none'), mappings, local_mappings: mappings },
};

const job: Kind = {
  kind: 'object',
  main: 'type',
  fields: {
    type: value,
    retries: number,
    retry_waits: { kind: 'texts' },
    headers: { kind: 'map', of: text },
  },
};

const message: Kind = { kind: 'object', main: 'name', fields: { name: value, correlation_key: value } };

const node: Attributes = { documentation: text, async_before: flag, async_after: flag };
const mapped: Attributes = { ...node, inputs: mappings, outputs: mappings, results_stay_local: flag };
const work: Attributes = {
  ...mapped,
  for_compensation: flag,
  compensation_handler: text,
  start_quantity: number,
  completion_quantity: number,
};
const catching: Attributes = { ...mapped, parallel_multiple: flag };
const form: Attributes = { form_key: value };
const result: Attributes = { result_variable: text };
const jobOrExpression: Attributes = { job, expression: value };
const binding: Attributes = { binding: { kind: 'binding' } };

/** Attributes of each type of activity, by their keys in the document. */
export const attributesOf: Readonly<Record<ActivityType, Attributes>> = {
  startEvent: { ...catching, interrupting: flag, ...form },
  endEvent: mapped,
  intermediateCatchEvent: catching,
  intermediateThrowEvent: mapped,
  boundaryEvent: { ...catching, interrupting: flag, attached_to: text },
  task: work,
  manualTask: work,
  userTask: {
    ...work,
    assignee: value,
    candidate_users: { kind: 'values' },
    candidate_groups: { kind: 'values' },
    due_date: value,
    priority: value,
    duration,
    sla: duration,
    ...form,
  },
  serviceTask: { ...work, ...result, ...jobOrExpression },
  sendTask: { ...work, ...result, job, message },
  receiveTask: { ...work, message, instantiate: flag },
  scriptTask: { ...work, ...result, script_language: word('javascript', 'feel', 'juel'), script: text },
  businessRuleTask: {
    ...work,
    ...result,
    decision: value,
    ...binding,
    map_result: word('value', 'singleEntry', 'singleResult', 'collectEntries', 'resultList'),
    ...jobOrExpression,
  },
  callActivity: {
    ...work,
    called_process: value,
    ...binding,
    business_key: value,
    pass_in: passed,
    pass_out: passed,
    out_local: flag,
    out_when_thrown: flag,
  },
  exclusiveGateway: node,
  parallelGateway: node,
  inclusiveGateway: node,
  complexGateway: { ...node, activation_condition: condition },
  eventBasedGateway: { ...node, instantiate: flag, parallel: flag },
  subProcess: work,
  eventSubProcess: work,
  transaction: work,
  adHocSubProcess: {
    ...work,
    ordering: word('parallel', 'sequential'),
    completion_condition: condition,
    cancel_remaining: flag,
    active_elements: value,
  },
};

export const processAttributes: Attributes = {
  description: text,
  version: text,
  initiator: text,
  executable: flag,
};

export const flowAttributes: Attributes = { documentation: text };
export const dataAttributes: Attributes = { value };
export const laneAttributes: Attributes = { activities: { kind: 'texts' } };
export const noteAttributes: Attributes = { about: { kind: 'texts' } };
export const messageFlowAttributes: Attributes = { message };

export const loopAttributes: Attributes = {
  test_before: flag,
  maximum: value,
};

export const multiInstanceAttributes: Attributes = {
  sequential: flag,
  cardinality: condition,
  output_collection: text,
  output_element: value,
  completion_condition: condition,
  async_before: flag,
  async_after: flag,
};

export const fieldAttributes: Attributes = {
  required: flag,
  readonly: flag,
  options: { kind: 'options' },
  default_value: { kind: 'scalar' },
  min: number,
  max: number,
};

/** What a trigger says besides what stands on its line, by the kind of the event. */
export const triggerAttributes: Readonly<Record<string, Attributes>> = {
  message: { correlation_key: value },
  conditional: { variable: text, variable_events: { kind: 'texts' } },
  error: { code_variable: text, message_variable: text },
  escalation: { code_variable: text },
};

/** The same of what is thrown. */
export const throwAttributes: Readonly<Record<string, Attributes>> = {
  message: { correlation_key: value, job, result_variable: text },
  signal: { carries: passed },
  error: { message: value },
  compensation: { wait_for_completion: flag },
};
