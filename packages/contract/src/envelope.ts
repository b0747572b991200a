import { z } from 'zod';

/** One thing that is wrong, or one warning, with the place it is about. */
export const findingSchema = z
  .object({
    code: z.string(),
    message: z.string(),
    /** JSON pointer into the request body, or the name of a query parameter after `?`. */
    pointer: z.string().optional(),
    line: z.int().optional(),
    column: z.int().optional(),
    element_id: z.string().optional(),
    severity: z.enum(['error', 'warning']).optional(),
    /** What was exceeded, and by what where that is known: bytes, characters, items or levels, as the message says. */
    limit: z.number().optional(),
    actual: z.number().optional(),
  })
  .meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;

/** RFC 9457 problem details that are the failure form of the envelope at the same time. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    success: z.literal(false),
    message: z.string(),
    data: z.null(),
    errors: z.array(findingSchema),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof problemSchema>;

/** The answer of every successful call. */
export interface Envelope<Data> {
  readonly success: true;
  readonly data: Data;
  readonly message: string;
  readonly errors: readonly [];
}

/** Schema of the success envelope around `data`. */
export function envelopeSchema<Data extends z.ZodType>(data: Data) {
  return z.object({
    success: z.literal(true),
    data,
    message: z.string(),
    errors: z.array(z.never()).max(0).readonly(),
  });
}
