import { z } from 'zod';
import { jsonObjectSchema } from './json.ts';
import { shortTextSchema } from './text.ts';

/** Names what a node of the server has told; text without meaning to a client, to be given back as it came. */
const positionSchema = z.string().min(1).max(100);

/** What a client may send over `/ws/{user_id}`. `authenticate` is the first message of a browser. */
export const feedRequestSchema = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('authenticate'), token: z.string().min(1).max(8192) }),
    z.object({ type: z.literal('subscribe_process'), process_id: shortTextSchema }),
    z.object({ type: z.literal('unsubscribe_process'), process_id: shortTextSchema }),
    z.object({ type: z.literal('subscribe_incidents') }),
    z.object({ type: z.literal('unsubscribe_incidents') }),
    z.object({ type: z.literal('subscribe_definitions') }),
    z.object({ type: z.literal('unsubscribe_definitions') }),
    z.object({ type: z.literal('resume'), position: positionSchema.optional() }),
  ])
  .meta({ id: 'FeedRequest' });
export type FeedRequest = z.infer<typeof feedRequestSchema>;

/** A server of an earlier version sends updates without a position. */
const updateFields = {
  process_id: z.string(),
  data: jsonObjectSchema,
  position: positionSchema.optional(),
};

const processUpdateSchema = z.object({ type: z.literal('process_update'), ...updateFields });
const taskUpdateSchema = z.object({ type: z.literal('task_update'), ...updateFields });
const incidentUpdateSchema = z.object({ type: z.literal('incident_update'), ...updateFields });

const definitionUpdateSchema = z.object({ type: z.literal('definition_update'), ...updateFields });

const feedErrorSchema = z.object({ type: z.literal('error'), code: z.string(), message: z.string() });

/** What was missed has been told, up to this position. */
const resumedSchema = z.object({ type: z.literal('resumed'), position: positionSchema });
/** What was missed is not known, or too much to tell: whatever is shown has to be read anew. */
const resyncSchema = z.object({ type: z.literal('resync'), position: positionSchema });
/** Nothing of interest up to this position. */
const feedPositionSchema = z.object({ type: z.literal('position'), position: positionSchema });

/** What the server sends. */
export const feedMessageSchema = z
  .discriminatedUnion('type', [
    processUpdateSchema,
    taskUpdateSchema,
    incidentUpdateSchema,
    definitionUpdateSchema,
    feedErrorSchema,
    resumedSchema,
    resyncSchema,
    feedPositionSchema,
  ])
  .meta({ id: 'FeedMessage' });
export type FeedMessage = z.infer<typeof feedMessageSchema>;
export type ProcessUpdate = z.infer<typeof processUpdateSchema>;
export type TaskUpdate = z.infer<typeof taskUpdateSchema>;
export type IncidentUpdate = z.infer<typeof incidentUpdateSchema>;
export type DefinitionUpdate = z.infer<typeof definitionUpdateSchema>;
export type FeedError = z.infer<typeof feedErrorSchema>;
