import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema } from './text.ts';

/** One run of one element, past or present. */
export const activitySchema = z
  .object({
    element_id: z.string(),
    element_instance_id: z.string(),
    type: z.string(),
    name: z.string().nullable(),
    status: z.enum(['active', 'completed', 'terminated', 'failed']),
    start_time: instantSchema,
    end_time: instantSchema.nullable(),
  })
  .meta({ id: 'Activity' });
export type Activity = z.infer<typeof activitySchema>;

/** Activities in the order they started. */
export const activityListSchema = z
  .object({ activities: z.array(activitySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ActivityList' });
export type ActivityList = z.infer<typeof activityListSchema>;

/** A fact about an instance; `seq` runs from 1 without gap. */
export const journalEventSchema = z
  .object({
    seq: z.int(),
    type: z.string(),
    element_id: z.string().nullable(),
    at: instantSchema,
    actor: z.string(),
    data: jsonObjectSchema,
  })
  .meta({ id: 'JournalEvent' });
export type JournalEvent = z.infer<typeof journalEventSchema>;

export const journalSchema = z
  .object({ events: z.array(journalEventSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'Journal' });
export type Journal = z.infer<typeof journalSchema>;

/** Something an instance waits for. */
export const subscriptionSchema = z
  .object({
    type: z.enum(['message', 'signal', 'conditional', 'timer']),
    name: z.string().nullable(),
    element_id: z.string(),
    element_instance_id: z.string(),
    due_at: instantSchema.optional(),
    /** What a message has to carry; absent: its name alone decides. */
    correlation_key: z.string().optional(),
  })
  .meta({ id: 'Subscription' });
export type Subscription = z.infer<typeof subscriptionSchema>;

export const subscriptionListSchema = z
  .object({ subscriptions: z.array(subscriptionSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'SubscriptionList' });
export type SubscriptionList = z.infer<typeof subscriptionListSchema>;
