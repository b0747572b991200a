import { z } from 'zod';
import { jobSchema, messageSchema, throwSchema, triggerSchema } from './event.ts';
import { expressionTextSchema, mappingsSchema } from './expression-text.ts';
import { formSchema } from './form.ts';
import { loopSchema } from './loop.ts';

const node = {
  id: z.string(),
  name: z.string().optional(),
  documentation: z.string().optional(),
  /** The token rests before, or after, the element until the server takes it up again. */
  async_before: z.boolean().optional(),
  async_after: z.boolean().optional(),
};

const mapped = {
  ...node,
  inputs: mappingsSchema.optional(),
  outputs: mappingsSchema.optional(),
  /** What the element brings is seen by its outputs alone. */
  results_stay_local: z.boolean().optional(),
};

/** Id of the flow taken when no condition holds, or of the activity it leads to. */
const withDefault = { default: z.string().optional() };

const work = {
  ...mapped,
  ...withDefault,
  loop: loopSchema.optional(),
  /** Undoes another activity; no flow leads to it. */
  for_compensation: z.boolean().optional(),
  /** Id of the activity that undoes this one. */
  compensation_handler: z.string().optional(),
  start_quantity: z.number().optional(),
  completion_quantity: z.number().optional(),
};

const catching = {
  triggers: z.array(triggerSchema).optional(),
  /** All triggers have to occur, not one of them. */
  parallel_multiple: z.boolean().optional(),
};

const resultVariable = { result_variable: z.string().optional() };
const jobOrExpression = { job: jobSchema.optional(), expression: expressionTextSchema.optional() };

/** Which version is called; without it the latest. */
const bindingSchema = z.union([
  z.literal('latest'),
  z.literal('deployment'),
  z.strictObject({ version: expressionTextSchema }),
  z.strictObject({ version_tag: expressionTextSchema }),
]);

const passedSchema = z.strictObject({
  every: z.enum(['all', 'local', 'none']),
  mappings: mappingsSchema.optional(),
  local_mappings: mappingsSchema.optional(),
});

export const flowSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  documentation: z.string().optional(),
  from: z.string(),
  to: z.string(),
  condition: expressionTextSchema.optional(),
});

/** A variable the scope has from the beginning (BPMN 2.0 §10.4.1). */
export const dataSchema = z.strictObject({
  id: z.string(),
  variable: z.string(),
  value: expressionTextSchema.optional(),
});

const scope = {
  activities: z.array(z.lazy((): z.ZodType<Activity> => activitySchema)),
  flows: z.array(flowSchema),
  data: z.array(dataSchema).optional(),
};

const simpleSchemas = [
  z.strictObject({
    ...mapped,
    ...catching,
    type: z.literal('startEvent'),
    /** False in an event subprocess that runs beside its scope. */
    interrupting: z.boolean().optional(),
    form: formSchema.optional(),
    form_key: expressionTextSchema.optional(),
  }),
  z.strictObject({ ...mapped, type: z.literal('endEvent'), throws: z.array(throwSchema).optional() }),
  z.strictObject({ ...mapped, ...catching, type: z.literal('intermediateCatchEvent') }),
  z.strictObject({
    ...mapped,
    type: z.literal('intermediateThrowEvent'),
    throws: z.array(throwSchema).optional(),
  }),
  z.strictObject({
    ...mapped,
    ...catching,
    type: z.literal('boundaryEvent'),
    attached_to: z.string(),
    interrupting: z.boolean().optional(),
  }),
  z.strictObject({ ...work, type: z.literal('task') }),
  z.strictObject({ ...work, type: z.literal('manualTask') }),
  z.strictObject({
    ...work,
    type: z.literal('userTask'),
    assignee: expressionTextSchema.optional(),
    candidate_users: z.array(expressionTextSchema).optional(),
    candidate_groups: z.array(expressionTextSchema).optional(),
    due_date: expressionTextSchema.optional(),
    priority: expressionTextSchema.optional(),
    duration: z.string().optional(),
    sla: z.string().optional(),
    form: formSchema.optional(),
    form_key: expressionTextSchema.optional(),
  }),
  z.strictObject({ ...work, ...resultVariable, ...jobOrExpression, type: z.literal('serviceTask') }),
  z.strictObject({
    ...work,
    ...resultVariable,
    type: z.literal('sendTask'),
    job: jobSchema.optional(),
    message: messageSchema.optional(),
  }),
  z.strictObject({
    ...work,
    type: z.literal('receiveTask'),
    message: messageSchema.optional(),
    instantiate: z.boolean().optional(),
  }),
  z.strictObject({
    ...work,
    ...resultVariable,
    type: z.literal('scriptTask'),
    /** Without it JavaScript. */
    script_language: z.enum(['javascript', 'feel', 'juel']).optional(),
    script: z.string(),
  }),
  z.strictObject({
    ...work,
    ...resultVariable,
    ...jobOrExpression,
    type: z.literal('businessRuleTask'),
    decision: expressionTextSchema.optional(),
    binding: bindingSchema.optional(),
    map_result: z.enum(['value', 'singleEntry', 'singleResult', 'collectEntries', 'resultList']).optional(),
  }),
  z.strictObject({
    ...work,
    type: z.literal('callActivity'),
    called_process: expressionTextSchema,
    binding: bindingSchema.optional(),
    business_key: expressionTextSchema.optional(),
    pass_in: passedSchema.optional(),
    pass_out: passedSchema.optional(),
    out_local: z.boolean().optional(),
    out_when_thrown: z.boolean().optional(),
  }),
  z.strictObject({ ...node, ...withDefault, type: z.literal('exclusiveGateway') }),
  z.strictObject({ ...node, type: z.literal('parallelGateway') }),
  z.strictObject({ ...node, ...withDefault, type: z.literal('inclusiveGateway') }),
  z.strictObject({
    ...node,
    ...withDefault,
    type: z.literal('complexGateway'),
    activation_condition: expressionTextSchema.optional(),
  }),
  z.strictObject({
    ...node,
    type: z.literal('eventBasedGateway'),
    instantiate: z.boolean().optional(),
    parallel: z.boolean().optional(),
  }),
] as const;

const adHoc = {
  ordering: z.enum(['parallel', 'sequential']).optional(),
  completion_condition: expressionTextSchema.optional(),
  cancel_remaining: z.boolean().optional(),
  active_elements: expressionTextSchema.optional(),
};

export const activitySchema: z.ZodType<Activity> = z.discriminatedUnion('type', [
  ...simpleSchemas,
  z.strictObject({ ...work, ...scope, type: z.literal('subProcess') }),
  z.strictObject({ ...work, ...scope, type: z.literal('eventSubProcess') }),
  z.strictObject({ ...work, ...scope, type: z.literal('transaction') }),
  z.strictObject({ ...work, ...scope, ...adHoc, type: z.literal('adHocSubProcess') }),
]);

export type Flow = z.infer<typeof flowSchema>;
export type Data = z.infer<typeof dataSchema>;

/** What a process or a subprocess holds. */
export interface Content {
  activities: Activity[];
  flows: Flow[];
  data?: Data[] | undefined;
}

export type Work = z.infer<z.ZodObject<typeof work>>;
type AdHoc = z.infer<z.ZodObject<typeof adHoc>>;

export type Activity =
  | z.infer<(typeof simpleSchemas)[number]>
  | (Work & Content & { type: 'subProcess' })
  | (Work & Content & { type: 'eventSubProcess' })
  | (Work & Content & { type: 'transaction' })
  | (Work & Content & AdHoc & { type: 'adHocSubProcess' });
export type ActivityType = Activity['type'];
export type ActivityOf<Type extends ActivityType> = Extract<Activity, { readonly type: Type }>;
