import { z } from 'zod';
import { expressionTextSchema, mappingsSchema } from './expression-text.ts';

/** Exactly one of the three: a moment, an ISO 8601 duration or an ISO 8601 repeating interval or cron expression. */
export const timerSchema = z.union([
  z.strictObject({ date: expressionTextSchema }),
  z.strictObject({ duration: expressionTextSchema }),
  z.strictObject({ cycle: expressionTextSchema }),
]);

export const messageSchema = z.strictObject({
  name: expressionTextSchema,
  correlation_key: expressionTextSchema.optional(),
});

/** Work for a worker: a job of this type. */
export const jobSchema = z.strictObject({
  type: expressionTextSchema,
  /** Attempts in all. */
  retries: z.number().optional(),
  /** Waits between the attempts, ISO 8601 durations; the last one again and again. */
  retry_waits: z.array(z.string()).optional(),
  headers: z.record(z.string(), z.string()).optional(),
});

/** What a catching event waits for (BPMN 2.0 §10.5.5): an object with one key, the kind of the event. */
export const triggerSchema = z.union([
  z.strictObject({ message: messageSchema }),
  z.strictObject({ signal: z.strictObject({ name: expressionTextSchema }) }),
  z.strictObject({ timer: timerSchema }),
  z.strictObject({
    conditional: z.strictObject({
      condition: expressionTextSchema,
      variable: z.string().optional(),
      variable_events: z.array(z.enum(['create', 'update', 'delete'])).optional(),
    }),
  }),
  z.strictObject({
    /** Without a code every error is caught. */
    error: z.strictObject({
      code: z.string().optional(),
      code_variable: z.string().optional(),
      message_variable: z.string().optional(),
    }),
  }),
  z.strictObject({
    escalation: z.strictObject({ code: z.string().optional(), code_variable: z.string().optional() }),
  }),
  z.strictObject({ cancel: z.strictObject({}) }),
  z.strictObject({ compensation: z.strictObject({}) }),
  z.strictObject({ link: z.strictObject({ name: z.string() }) }),
]);

/** Variables on their way to whoever catches: all that are visible, those local to the event, or only the named. */
export const carriedSchema = z.strictObject({
  every: z.enum(['all', 'local', 'none']),
  mappings: mappingsSchema.optional(),
  local_mappings: mappingsSchema.optional(),
});

/** What a throwing event throws (BPMN 2.0 §10.5.3): an object with one key, the kind of the event. */
export const throwSchema = z.union([
  z.strictObject({
    message: messageSchema.extend({
      /** A worker sends it. */
      job: jobSchema.optional(),
      /** Where the worker's variable `result` goes. */
      result_variable: z.string().optional(),
    }),
  }),
  z.strictObject({
    signal: z.strictObject({ name: expressionTextSchema, carries: carriedSchema.optional() }),
  }),
  z.strictObject({
    error: z.strictObject({ code: expressionTextSchema, message: expressionTextSchema.optional() }),
  }),
  z.strictObject({ escalation: z.strictObject({ code: expressionTextSchema }) }),
  z.strictObject({ cancel: z.strictObject({}) }),
  z.strictObject({
    /** Without an activity every completed one of the scope is compensated. */
    compensation: z.strictObject({
      activity: z.string().optional(),
      wait_for_completion: z.boolean().optional(),
    }),
  }),
  z.strictObject({ link: z.strictObject({ name: z.string() }) }),
  z.strictObject({ terminate: z.strictObject({}) }),
]);

export type Timer = z.infer<typeof timerSchema>;
export type Message = z.infer<typeof messageSchema>;
export type Job = z.infer<typeof jobSchema>;
export type Trigger = z.infer<typeof triggerSchema>;
export type Throw = z.infer<typeof throwSchema>;
