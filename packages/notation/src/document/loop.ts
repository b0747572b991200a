import { z } from 'zod';
import { throwSchema } from './event.ts';
import { expressionTextSchema } from './expression-text.ts';

/** One instance after the other while the condition holds (BPMN 2.0 §13.3.6). */
const standardLoopSchema = z.strictObject({
  kind: z.literal('standard'),
  while: expressionTextSchema.optional(),
  test_before: z.boolean().optional(),
  maximum: expressionTextSchema.optional(),
});

/** An instance per item of `collection`, or `cardinality` of them (§13.3.7). */
const multiInstanceSchema = z.strictObject({
  kind: z.literal('multi_instance'),
  sequential: z.boolean().optional(),
  collection: expressionTextSchema.optional(),
  cardinality: expressionTextSchema.optional(),
  /** Variable of each instance that holds its item. */
  item: z.string().optional(),
  output_collection: z.string().optional(),
  output_element: expressionTextSchema.optional(),
  completion_condition: expressionTextSchema.optional(),
  behavior_events: z
    .array(
      z.strictObject({
        when: z.enum(['one', 'none', 'complex']),
        condition: expressionTextSchema.optional(),
        throws: throwSchema,
      }),
    )
    .optional(),
  async_before: z.boolean().optional(),
  async_after: z.boolean().optional(),
});

export const loopSchema = z.discriminatedUnion('kind', [standardLoopSchema, multiInstanceSchema]);

export type Loop = z.infer<typeof loopSchema>;
