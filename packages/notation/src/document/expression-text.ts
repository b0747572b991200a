import { z } from 'zod';

/**
 * An expression as people write it: `= amount > 1000` is FEEL, a text with `${…}` is JUEL, any other text is
 * its own value. What cannot be told from its text alone, and what is put together of several expressions, is
 * an object.
 */
export type ExpressionText =
  | string
  | { readonly literal: string }
  | { readonly feel: string }
  | { readonly juel: string }
  | { readonly list: readonly ExpressionText[] }
  | { readonly map: { readonly [name: string]: ExpressionText } };

export const expressionTextSchema: z.ZodType<ExpressionText> = z.union([
  z.string(),
  z.strictObject({ literal: z.string() }),
  z.strictObject({ feel: z.string() }),
  z.strictObject({ juel: z.string() }),
  z.strictObject({ list: z.array(z.lazy(() => expressionTextSchema)) }),
  z.strictObject({
    map: z.record(
      z.string(),
      z.lazy(() => expressionTextSchema),
    ),
  }),
]);

/** Variables to set, in this order: the name of each, and the expression that gives its value. */
export const mappingsSchema = z.record(z.string(), expressionTextSchema);
