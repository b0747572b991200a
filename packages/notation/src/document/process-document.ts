import { z } from 'zod';
import { activitySchema, dataSchema, flowSchema } from './activity.ts';
import { messageSchema } from './event.ts';

/** A lane holds activities, or lanes of its own. */
export interface Lane {
  readonly id?: string | undefined;
  readonly name: string;
  readonly activities?: readonly string[] | undefined;
  readonly lanes?: readonly Lane[] | undefined;
}

export const laneSchema: z.ZodType<Lane> = z.strictObject({
  id: z.string().optional(),
  name: z.string(),
  activities: z.array(z.string()).optional(),
  lanes: z.array(z.lazy(() => laneSchema)).optional(),
});

/** A note to readers, and the ids of what it is about. */
const noteSchema = z.strictObject({
  id: z.string().optional(),
  text: z.string(),
  about: z.array(z.string()).optional(),
});

/**
 * One process in the words of every text form: JSON and YAML are this as it stands, the APG DSL and plain
 * language are read into it and written from it. Ids are those of the BPMN document.
 */
export const processSchema = z.strictObject({
  process_id: z.string().optional(),
  name: z.string(),
  description: z.string().optional(),
  /** What its author calls this version. */
  version: z.string().optional(),
  /** Variable that tells who has started an instance. */
  initiator: z.string().optional(),
  /** False for a process that is only drawn. */
  executable: z.boolean().optional(),
  activities: z.array(activitySchema),
  flows: z.array(flowSchema),
  data: z.array(dataSchema).optional(),
  lanes: z.array(laneSchema).optional(),
  notes: z.array(noteSchema).optional(),
});

const poolSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The process inside; without it nothing is known of what happens there. */
  process_id: z.string().optional(),
});

/** Between pools, or elements within them, never inside one. */
const messageFlowSchema = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  from: z.string(),
  to: z.string(),
  /** What is sent along it, where neither end says so. */
  message: messageSchema.optional(),
});

/** Everything in one file. A file of a single process without pools is written as that process alone. */
export const processFileSchema = z.strictObject({
  name: z.string().optional(),
  processes: z.array(processSchema),
  pools: z.array(poolSchema).optional(),
  message_flows: z.array(messageFlowSchema).optional(),
});

export type ProcessDocument = z.infer<typeof processSchema>;
export type ProcessFile = z.infer<typeof processFileSchema>;
