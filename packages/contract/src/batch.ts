import { z } from 'zod';
import { migrateInstanceSchema, migrationVerdictSchema, modifyInstanceSchema } from './changing-instances.ts';
import { resolveIncidentSchema } from './incident.ts';
import { cancelInstanceSchema, instanceStatusSchema, setVariablesSchema } from './instance.ts';
import { jsonObjectSchema } from './json.ts';
import { nextCursorSchema, pageQuerySchema } from './page.ts';
import { instantSchema, longTextSchema, shortTextSchema } from './text.ts';

/** Instances a batch can have at most, and how many a filter can name. */
export const batchLimits = { instances: 100_000, namedInstances: 10_000, failures: 100, sample: 5 } as const;

/**
 * Which instances. Strict, because a criterion that is not understood would let the batch have more of them
 * than was meant.
 */
const batchFilterSchema = z
  .strictObject({
    process_id: shortTextSchema.optional(),
    definition_id: z.guid().optional(),
    version: z.int().min(1).max(2_147_483_647).optional(),
    status: z.enum(['active', 'suspended']).optional(),
    business_key: shortTextSchema.optional(),
    has_incident: z.boolean().optional(),
    started_before: z.iso.datetime({ offset: true }).optional(),
    /** A token stands at this element. */
    element_id: shortTextSchema.optional(),
    instance_ids: z.array(z.guid()).min(1).max(batchLimits.namedInstances).optional(),
  })
  .refine(
    (filter) => Object.values(filter).some((value) => value !== undefined),
    'Expected at least one criterion, but found none',
  )
  .meta({ id: 'BatchFilter' });
export type BatchFilter = z.infer<typeof batchFilterSchema>;

const nothingSchema = z
  .strictObject({})
  .nullish()
  .transform((body) => body ?? {});

/** The bodies of the operations on one instance. */
const parametersOf = {
  cancel: cancelInstanceSchema,
  suspend: nothingSchema,
  resume: nothingSchema,
  migrate: migrateInstanceSchema.omit({ dry_run: true }).meta({ id: 'BatchMigration' }),
  modify: modifyInstanceSchema,
  set_variables: setVariablesSchema,
  resolve_incidents: resolveIncidentSchema,
};

function batchOf<Operation extends keyof typeof parametersOf>(operation: Operation) {
  return z.object({
    operation: z.literal(operation),
    filter: batchFilterSchema,
    parameters: parametersOf[operation],
    /** Stands in the journal of every instance. */
    reason: longTextSchema.optional(),
    /** Answers what the batch would have, and changes nothing. */
    dry_run: z.boolean().optional(),
  });
}

/** Body of `POST /batches`. */
export const createBatchSchema = z
  .discriminatedUnion('operation', [
    batchOf('cancel'),
    batchOf('suspend'),
    batchOf('resume'),
    batchOf('migrate'),
    batchOf('modify'),
    batchOf('set_variables'),
    batchOf('resolve_incidents'),
  ])
  .meta({ id: 'CreateBatch' });
export type CreateBatch = z.output<typeof createBatchSchema>;
/** The same as a client writes it. */
export type BatchRequest = z.input<typeof createBatchSchema>;

const batchOperationSchema = z.enum([
  'cancel',
  'suspend',
  'resume',
  'migrate',
  'modify',
  'set_variables',
  'resolve_incidents',
]);
export type BatchOperation = z.infer<typeof batchOperationSchema>;

const batchStatusSchema = z.enum(['running', 'paused', 'completed', 'cancelled']);
export type BatchStatus = z.infer<typeof batchStatusSchema>;

/** Answer to a batch that was made, paused, resumed or cancelled. */
export const changedBatchSchema = z
  .object({
    /** The same as `batch_id`. */
    id: z.string(),
    batch_id: z.string(),
    total: z.int(),
    status: batchStatusSchema,
  })
  .meta({ id: 'ChangedBatch' });
export type ChangedBatch = z.infer<typeof changedBatchSchema>;

const batchSummarySchema = changedBatchSchema
  .extend({
    operation: batchOperationSchema,
    filter: jsonObjectSchema,
    reason: z.string().nullable(),
    created_by: z.string(),
    created_at: instantSchema,
    ended_at: instantSchema.nullable(),
    done: z.int(),
    failed: z.int(),
  })
  .meta({ id: 'BatchSummary' });
export type BatchSummary = z.infer<typeof batchSummarySchema>;

export const batchDetailSchema = batchSummarySchema
  .extend({
    parameters: jsonObjectSchema,
    /** The first of them. */
    failures: z.array(
      z
        .object({ instance_id: z.string(), code: z.string(), message: z.string() })
        .meta({ id: 'BatchFailure' }),
    ),
  })
  .meta({ id: 'BatchDetail' });
export type BatchDetail = z.infer<typeof batchDetailSchema>;

export const batchListSchema = z
  .object({ batches: z.array(batchSummarySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'BatchList' });
export type BatchList = z.infer<typeof batchListSchema>;

/** Query of `GET /batches`. */
export const batchQuerySchema = pageQuerySchema.extend({ status: batchStatusSchema.optional() });
export type BatchQuery = z.infer<typeof batchQuerySchema>;

const verdictReasonSchema = z
  .object({
    element_id: z.string(),
    reason: z.string(),
    /** In how many of the examined instances. */
    count: z.int(),
  })
  .meta({ id: 'BatchVerdictReason' });

/** Answer to a dry run. What a migration comes to is examined on the oldest of the instances. */
export const batchPlanSchema = z
  .object({
    dry_run: z.literal(true),
    total: z.int(),
    /** How many instances the verdicts are about; 0 where the operation has none. */
    examined: z.int(),
    verdicts: z.array(
      z
        .object({ verdict: migrationVerdictSchema, count: z.int(), reasons: z.array(verdictReasonSchema) })
        .meta({ id: 'BatchVerdict' }),
    ),
    sample: z.array(
      z
        .object({
          instance_id: z.string(),
          process_id: z.string(),
          definition_id: z.string(),
          version: z.int(),
          status: instanceStatusSchema,
          business_key: z.string().nullable(),
          verdict: migrationVerdictSchema.optional(),
        })
        .meta({ id: 'BatchSample' }),
    ),
  })
  .meta({ id: 'BatchPlan' });
export type BatchPlan = z.infer<typeof batchPlanSchema>;
