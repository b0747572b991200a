import { envelopeSchema, problemSchema } from '@wbpm/contract';
import { z } from 'zod';

/** Path parameters of the routes, and what their answers look like in the OpenAPI document. */
export const idParams = z.object({ id: z.string() });
export const instanceParams = z.object({ id: z.string(), instance_id: z.string() });
export const elementParams = z.object({ id: z.string(), element_instance_id: z.string() });

/** Typed loosely: these schemas document the answers, the contract's types check them at the use cases. */
export function answers(data: z.ZodType): Readonly<Record<string, unknown>> {
  return { 200: envelopeSchema(data), '4xx': problemSchema, '5xx': problemSchema };
}
