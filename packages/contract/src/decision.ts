import { z } from 'zod';
import { findingSchema } from './envelope.ts';
import { jsonObjectSchema, jsonValueSchema } from './json.ts';
import { nextCursorSchema } from './page.ts';
import { instantSchema, shortTextSchema } from './text.ts';

/** Body of `POST /decisions` when it is JSON: a DMN file as text. */
export const deployDecisionsSchema = z
  .object({ definition: z.string().min(1), name: shortTextSchema.optional() })
  .meta({ id: 'DeployDecisions' });
export type DeployDecisions = z.infer<typeof deployDecisionsSchema>;

const deployedDecisionSchema = z.object({
  decision_id: z.string(),
  definition_id: z.string(),
  version: z.int(),
  name: z.string(),
});

/** Answer to a deployment: every decision of the file, in its order. */
export const decisionDeploymentSchema = z
  .object({ decisions: z.array(deployedDecisionSchema), warnings: z.array(findingSchema) })
  .meta({ id: 'DecisionDeployment' });
export type DecisionDeployment = z.infer<typeof decisionDeploymentSchema>;

/** One version of a decision. */
export const decisionVersionSchema = deployedDecisionSchema
  .extend({
    /** The same as `decision_id`. */
    id: z.string(),
    created_at: instantSchema,
    created_by: z.string(),
  })
  .meta({ id: 'DecisionVersion' });
export type DecisionVersion = z.infer<typeof decisionVersionSchema>;

export const decisionListSchema = z
  .object({ decisions: z.array(decisionVersionSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'DecisionList' });
export type DecisionList = z.infer<typeof decisionListSchema>;

export const decisionVersionListSchema = z
  .object({ versions: z.array(decisionVersionSchema), next_cursor: nextCursorSchema })
  .meta({ id: 'DecisionVersionList' });
export type DecisionVersionList = z.infer<typeof decisionVersionListSchema>;

/** Body of `POST /decisions/{id}/evaluate`; may be left out. */
export const evaluateDecisionSchema = z
  .object({ variables: jsonObjectSchema.default({}) })
  .nullish()
  .transform((body) => body ?? { variables: {} })
  .meta({ id: 'EvaluateDecision' });
export type EvaluateDecision = NonNullable<z.input<typeof evaluateDecisionSchema>>;

/** What was decided, and by which rules, those of required decisions included. `index` counts from 0. */
export const decisionResultSchema = z
  .object({
    result: jsonValueSchema,
    matched_rules: z.array(z.object({ decision_id: z.string(), rule_id: z.string(), index: z.int() })),
    decision_id: z.string(),
    version: z.int(),
  })
  .meta({ id: 'DecisionResult' });
export type DecisionResult = z.infer<typeof decisionResultSchema>;
