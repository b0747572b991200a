import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { shortTextSchema } from './text.ts';

/** What a client may send over `/ws/{user_id}`. `authenticate` is the first message of a browser. */
export const feedRequestSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('authenticate'), token: z.string().min(1).max(8192) }),
    z.object({ type: z.literal('subscribe_process'), process_id: shortTextSchema }),
    z.object({ type: z.literal('unsubscribe_process'), process_id: shortTextSchema }),
  ])
  .meta({ id: 'FeedRequest' });
export type FeedRequest = z.infer<typeof feedRequestSchema>;

const processUpdateSchema = z.object({
  type: z.literal('process_update'),
  process_id: z.string(),
  data: jsonObjectSchema,
});

const taskUpdateSchema = z.object({
  type: z.literal('task_update'),
  process_id: z.string(),
  data: jsonObjectSchema,
});

const feedErrorSchema = z.object({ type: z.literal('error'), code: z.string(), message: z.string() });

/** What the server sends. */
export const feedMessageSchema = z
  .discriminatedUnion('type', [processUpdateSchema, taskUpdateSchema, feedErrorSchema])
  .meta({ id: 'FeedMessage' });
export type FeedMessage = z.infer<typeof feedMessageSchema>;
export type ProcessUpdate = z.infer<typeof processUpdateSchema>;
export type TaskUpdate = z.infer<typeof taskUpdateSchema>;
export type FeedError = z.infer<typeof feedErrorSchema>;
