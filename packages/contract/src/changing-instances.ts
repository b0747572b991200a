import { z } from 'zod';
import { instanceStatusSchema } from './instance.ts';
import { jsonObjectSchema } from './json.ts';
import { longTextSchema, shortTextSchema } from './text.ts';

/** An element or a sequence flow gets a token. */
const activateSchema = z.strictObject({
  activate: shortTextSchema,
  /** `after`: over the one flow that leaves the element. */
  position: z.enum(['before', 'after']).optional(),
  /** Element instance id of the live scope it is to begin in, or the instance's own id. */
  scope: shortTextSchema.optional(),
  /** Local to the outermost element instance that begins by it. */
  variables: jsonObjectSchema.optional(),
});

/** What runs of an element, or one element instance, ends. */
const cancelSchema = z.strictObject({ cancel: shortTextSchema });

const moveSchema = z.strictObject({
  move: z.strictObject({ from: shortTextSchema, to: shortTextSchema }),
});

const modificationSchema = z.union([activateSchema, cancelSchema, moveSchema]).meta({ id: 'Modification' });
export type Modification = z.infer<typeof modificationSchema>;

/** Body of `POST /instances/{iid}/modify`. */
export const modifyInstanceSchema = z
  .object({
    instructions: z.array(modificationSchema).min(1).max(200),
    /** Set in the instance before anything begins. */
    variables: jsonObjectSchema.optional(),
    reason: longTextSchema.optional(),
  })
  .meta({ id: 'ModifyInstance' });
export type ModifyInstance = z.infer<typeof modifyInstanceSchema>;

/** Body of `POST /instances/{iid}/migrate`. */
export const migrateInstanceSchema = z
  .object({
    /** Definition id. */
    target: shortTextSchema,
    /** Ids of elements and flows that are called otherwise in the target; every other id stays. */
    mapping: z.record(shortTextSchema, shortTextSchema).optional(),
    reason: longTextSchema.optional(),
    /** Events, by their ids before, that are waited for anew, as the target says. */
    update_events: z.array(shortTextSchema).max(1_000).optional(),
    /** Answers what would happen, and changes nothing. */
    dry_run: z.boolean().optional(),
  })
  .meta({ id: 'MigrateInstance' });
export type MigrateInstance = z.infer<typeof migrateInstanceSchema>;

/** The instance after it has migrated. */
export const migratedInstanceSchema = z
  .object({
    id: z.string(),
    instance_id: z.string(),
    process_id: z.string(),
    definition_id: z.string(),
    version: z.int(),
    status: instanceStatusSchema,
  })
  .meta({ id: 'MigratedInstance' });
export type MigratedInstance = z.infer<typeof migratedInstanceSchema>;

export const migrationVerdictSchema = z.enum(['migrates', 'needs_mapping', 'cannot']);
export type MigrationVerdict = z.infer<typeof migrationVerdictSchema>;

const waitedForSchema = z
  .object({
    /** The event that reacts; its id in the target, unless it is closed. */
    element_id: z.string(),
    element_instance_id: z.string(),
    type: z.enum(['message', 'signal', 'timer', 'conditional']),
  })
  .meta({ id: 'MigratedSubscription' });

/** What a migration would do: each live element, and each completed one that can still be undone. */
export const migrationPlanSchema = z
  .object({
    instance_id: z.string(),
    verdict: migrationVerdictSchema,
    elements: z.array(
      z
        .object({
          element_id: z.string(),
          /** null: the mapping itself is at fault. */
          element_instance_id: z.string().nullable(),
          target_element_id: z.string().nullable(),
          verdict: migrationVerdictSchema,
          reason: z.string().optional(),
        })
        .meta({ id: 'MigratedElement' }),
    ),
    subscriptions: z.object({
      kept: z.array(waitedForSchema),
      closed: z.array(waitedForSchema),
      opened: z.array(waitedForSchema),
    }),
  })
  .meta({ id: 'MigrationPlan' });
export type MigrationPlan = z.infer<typeof migrationPlanSchema>;
