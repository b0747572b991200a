import { z } from 'zod';
import { journalEventSchema, subscriptionSchema } from './history.ts';
import { instanceIncidentSchema, instanceStatusSchema } from './instance.ts';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';
import { wholeNumberParameterSchema } from './text.ts';

const seqSchema = wholeNumberParameterSchema.pipe(z.int().min(1));

/** Query of `GET /instances/{iid}/state/compare`. */
export const stateComparisonQuerySchema = z.object({ from_seq: seqSchema, to_seq: seqSchema });

const comparedElementSchema = z
  .object({ element_id: z.string(), element_instance_id: z.string() })
  .meta({ id: 'ComparedElement' });
export type ComparedElement = z.infer<typeof comparedElementSchema>;

const comparedScopeSchema = z
  .object({
    scope_id: z.string(),
    /** null: the instance itself. */
    element_id: z.string().nullable(),
    added: jsonObjectSchema,
    changed: z.record(z.string(), z.object({ from: jsonValueSchema, to: jsonValueSchema })),
    removed: jsonObjectSchema,
  })
  .meta({ id: 'ComparedScope' });

/** What differs between two moments of an instance. */
export const stateComparisonSchema = z
  .object({
    instance_id: z.string(),
    from_seq: z.int(),
    to_seq: z.int(),
    status: z.object({ from: instanceStatusSchema, to: instanceStatusSchema }),
    definition_id: z.object({ from: z.string(), to: z.string() }),
    /** Scopes in which anything differs. */
    variables: z.array(comparedScopeSchema),
    elements: z.object({
      entered: z.array(comparedElementSchema),
      left: z.array(comparedElementSchema),
      still_active: z.array(comparedElementSchema),
    }),
    incidents: z.object({
      opened: z.array(instanceIncidentSchema),
      closed: z.array(instanceIncidentSchema),
    }),
    /** Messages, signals, times and conditions. */
    waits: z.object({ opened: z.array(subscriptionSchema), closed: z.array(subscriptionSchema) }),
    /** What happened in between: how much, and the first of it. */
    events: z.object({ count: z.int(), first: z.array(journalEventSchema) }),
  })
  .meta({ id: 'StateComparison' });
export type StateComparison = z.infer<typeof stateComparisonSchema>;
