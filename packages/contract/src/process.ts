import { z } from 'zod';
import { findingSchema } from './envelope.ts';
import { formSchema } from './form.ts';
import { issueText } from './issue-text.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema, longTextSchema, shortTextSchema } from './text.ts';

/** Every written form of a process that can be deployed. */
export const definitionFormatSchema = z.enum([
  'bpmn_xml',
  'apg_dsl',
  'json',
  'yaml',
  'natural_language',
  'auto',
]);
export type DefinitionFormat = z.infer<typeof definitionFormatSchema>;

/** A process as a list of activities and flows. What stands in them is told in the schema of that form. */
export const simpleDefinitionSchema = z
  .object({
    name: shortTextSchema,
    description: longTextSchema.optional(),
    process_id: shortTextSchema.optional(),
    version: z.union([z.string(), z.number()]).optional(),
    initiator: shortTextSchema.optional(),
    executable: z.boolean().optional(),
    data: z.array(z.looseObject({})).max(10_000).optional(),
    lanes: z.array(z.looseObject({})).max(10_000).optional(),
    notes: z.array(z.looseObject({})).max(10_000).optional(),
    activities: z
      .array(
        z.looseObject({ id: shortTextSchema, type: shortTextSchema, name: z.string().max(255).optional() }),
      )
      .min(1)
      .max(10_000),
    flows: z
      .array(z.looseObject({ from: shortTextSchema, to: shortTextSchema, condition: z.unknown().optional() }))
      .max(50_000),
  })
  .meta({ id: 'SimpleDefinition' });
export type SimpleDefinition = z.infer<typeof simpleDefinitionSchema>;

/** A process as text in one of the formats. */
export const textDefinitionSchema = z
  .object({
    definition: z.string().min(1),
    format: definitionFormatSchema.default('auto'),
    name: shortTextSchema.optional(),
  })
  .meta({ id: 'TextDefinition' });
export type TextDefinition = z.infer<typeof textDefinitionSchema>;

/** What a client may send to `POST /processes` as JSON. */
export type DeployRequest = z.input<typeof textDefinitionSchema> | SimpleDefinition;

/**
 * Body of `POST /processes` when it is JSON: text when it has a `definition`, else the list form.
 * Deciding by that one key keeps the findings to the form the client meant.
 */
export const deployRequestSchema = z
  .custom<DeployRequest>(() => true)
  .transform((body: unknown, context): TextDefinition | SimpleDefinition => {
    const isText = typeof body === 'object' && body !== null && 'definition' in body;
    const options = { error: issueText };
    const result = isText
      ? textDefinitionSchema.safeParse(body, options)
      : simpleDefinitionSchema.safeParse(body, options);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) {
      context.issues.push({ code: 'custom', input: body, path, message });
    }
    return z.NEVER;
  })
  .meta({
    id: 'DeployRequest',
    anyOf: [
      { $ref: '#/components/schemas/TextDefinitionInput' },
      { $ref: '#/components/schemas/SimpleDefinitionInput' },
    ],
  });

const deployedProcessSchema = z.object({
  process_id: z.string(),
  definition_id: z.string(),
  version: z.int(),
});

/** `suspended`: starts nothing until it is resumed. */
const definitionStatusSchema = z.enum(['active', 'suspended', 'archived']);

/** Answer to a deployment: the first executable process, and all of them. */
export const deploymentSchema = deployedProcessSchema
  .extend({
    /** The same as `process_id`. */
    id: z.string(),
    name: z.string(),
    status: definitionStatusSchema,
    processes: z.array(deployedProcessSchema),
    warnings: z.array(findingSchema),
  })
  .meta({ id: 'Deployment' });
export type Deployment = z.infer<typeof deploymentSchema>;

/** One version of a process. */
export const processVersionSchema = deployedProcessSchema
  .extend({
    name: z.string(),
    description: z.string().nullable(),
    status: definitionStatusSchema,
    created_at: instantSchema,
    created_by: z.string(),
  })
  .meta({ id: 'ProcessVersion' });
export type ProcessVersion = z.infer<typeof processVersionSchema>;

/** The latest version of a process and how many instances all its versions have. */
export const processSummarySchema = processVersionSchema
  .extend({
    /** The same as `process_id`. */
    id: z.string(),
    instances: z.object({
      active: z.int(),
      /** Active instances with an open incident; they count as active too. */
      incident: z.int(),
      completed: z.int(),
    }),
  })
  .meta({ id: 'ProcessSummary' });
export type ProcessSummary = z.infer<typeof processSummarySchema>;

/** A process with what is needed to start it and to label its diagram. */
export const processDetailSchema = processSummarySchema
  .extend({
    start_form: formSchema.optional(),
    elements: z.array(z.object({ element_id: z.string(), type: z.string(), name: z.string().nullable() })),
  })
  .meta({ id: 'ProcessDetail' });
export type ProcessDetail = z.infer<typeof processDetailSchema>;

export const processListSchema = z
  .object({ processes: z.array(processSummarySchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ProcessList' });
export type ProcessList = z.infer<typeof processListSchema>;

export const processVersionListSchema = z
  .object({ versions: z.array(processVersionSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'ProcessVersionList' });
export type ProcessVersionList = z.infer<typeof processVersionListSchema>;

/** Query of `DELETE /processes/{id}`. With `cascade` running instances are deleted too. */
export const deleteProcessQuerySchema = z.object({
  cascade: z
    .enum(['true', 'false'])
    .default('false')
    .transform((text) => text === 'true'),
});

export const deletedProcessSchema = z
  .object({ process_id: z.string(), deleted_versions: z.int(), deleted_instances: z.int() })
  .meta({ id: 'DeletedProcess' });
export type DeletedProcess = z.infer<typeof deletedProcessSchema>;

/** Body of `POST /processes/{id}/suspend` and `/resume`; may be left out. */
export const suspendProcessSchema = z
  .object({
    /** Suspends or resumes the instances too, in a batch. */
    include_instances: z.boolean().optional(),
    reason: longTextSchema.optional(),
  })
  .nullish()
  .transform((body) => body ?? {})
  .meta({ id: 'SuspendProcess' });
export type SuspendProcess = z.infer<typeof suspendProcessSchema>;

export const suspendedProcessSchema = z
  .object({
    process_id: z.string(),
    status: z.enum(['active', 'suspended']),
    /** How many versions are so now. */
    versions: z.int(),
    /** null: the instances were left alone. */
    batch_id: z.string().nullable(),
  })
  .meta({ id: 'SuspendedProcess' });
export type SuspendedProcess = z.infer<typeof suspendedProcessSchema>;

/** Body of `POST /parse`. */
export const parseRequestSchema = z
  .object({ definition: z.string().min(1), format: definitionFormatSchema.default('auto') })
  .meta({ id: 'ParseRequest' });
export type ParseRequest = z.input<typeof parseRequestSchema>;

/** What a text looked like when its form was not said; `confidence` from 0 to 1. */
const detectionSchema = z.object({ confidence: z.number(), reasons: z.array(z.string()) });

/** A definition read without storing it. Both forms are null when it could not be read. */
export const parsedDefinitionSchema = z
  .object({
    format: definitionFormatSchema,
    detection: detectionSchema.optional(),
    /** The process in its JSON form, which is told in the schema of that form. */
    workflow_definition: z.looseObject({}).nullable(),
    bpmn_xml: z.string().nullable(),
    findings: z.array(findingSchema),
  })
  .meta({ id: 'ParsedDefinition' });
export type ParsedDefinition = z.infer<typeof parsedDefinitionSchema>;

/** Query of `GET /processes/{id}/export`. */
export const exportQuerySchema = z.object({
  format: z.enum(['bpmn_xml', 'apg_dsl', 'json', 'yaml']).default('bpmn_xml'),
});
export type ExportFormat = z.infer<typeof exportQuerySchema>['format'];
