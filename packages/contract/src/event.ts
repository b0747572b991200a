import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { longTextSchema, shortTextSchema } from './text.ts';

const variablesSchema = jsonObjectSchema.default({});
const longestLifeMs = 366 * 86_400_000;

/** Body of `POST /messages`. What is left out does not narrow down who may receive the message. */
export const publishMessageSchema = z
  .object({
    name: shortTextSchema,
    /** What the receiver waits for; one that waits for the name alone takes any. */
    correlation_key: longTextSchema.min(1).optional(),
    /** Variables the receiving instance must have with these values. */
    correlation: z
      .record(shortTextSchema, z.union([z.string(), z.number(), z.boolean(), z.null()]))
      .optional(),
    business_key: shortTextSchema.optional(),
    instance_id: shortTextSchema.optional(),
    variables: variablesSchema,
    /** How long the message waits for a receiver: an ISO 8601 duration, or milliseconds. */
    time_to_live: z.union([z.iso.duration(), z.int().min(0).max(longestLifeMs)]).optional(),
    /** Refused within the time to live of an earlier message with this id. */
    message_id: shortTextSchema.optional(),
  })
  .meta({ id: 'PublishMessage' });
export type PublishMessage = z.input<typeof publishMessageSchema>;

/** `none`: nobody waited, and the message was not to be kept. */
export const publishedMessageSchema = z
  .object({
    result: z.enum(['correlated', 'started', 'buffered', 'none']),
    instance_ids: z.array(z.string()),
  })
  .meta({ id: 'PublishedMessage' });
export type PublishedMessage = z.infer<typeof publishedMessageSchema>;

/** Body of `POST /signals`; everybody who waits for the name hears it, or one instance alone. */
export const broadcastSignalSchema = z
  .object({
    name: shortTextSchema,
    variables: variablesSchema,
    instance_id: shortTextSchema.optional(),
  })
  .meta({ id: 'BroadcastSignal' });
export type BroadcastSignal = z.input<typeof broadcastSignalSchema>;

/** `instance_ids` are the first 500 where more received the signal. */
export const broadcastAnswerSchema = z
  .object({ received_by: z.int(), instance_ids: z.array(z.string()) })
  .meta({ id: 'SignalReceived' });
export type BroadcastAnswer = z.infer<typeof broadcastAnswerSchema>;

/** Body of `POST /conditions`: what the conditions of start events are evaluated with. */
export const evaluateConditionsSchema = z
  .object({ variables: jsonObjectSchema })
  .meta({ id: 'EvaluateConditions' });
export type EvaluateConditions = z.infer<typeof evaluateConditionsSchema>;

export const startedByConditionsSchema = z
  .object({ instance_ids: z.array(z.string()) })
  .meta({ id: 'StartedByConditions' });
export type StartedByConditions = z.infer<typeof startedByConditionsSchema>;

/** Body of `POST /instances/{iid}/activities/{id}/trigger`; may be left out. */
export const triggerActivitySchema = z
  .object({ variables: variablesSchema })
  .nullish()
  .transform((body) => body ?? { variables: {} })
  .meta({ id: 'TriggerActivity' });
export type TriggerActivity = NonNullable<z.input<typeof triggerActivitySchema>>;

/** Body of `POST /instances/{iid}/ad-hoc/{id}/activate`. */
export const activateAdHocSchema = z
  .object({ elements: z.array(shortTextSchema).min(1).max(100), variables: variablesSchema })
  .meta({ id: 'ActivateAdHoc' });
export type ActivateAdHoc = z.input<typeof activateAdHocSchema>;
