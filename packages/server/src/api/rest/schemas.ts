import { envelopeSchema, problemSchema, tenantIdSchema } from '@wbpm/contract';
import { z } from 'zod';

/** Path parameters of the routes, and what their answers look like in the OpenAPI document. */
const id = z.string().refine((text) => !text.includes('\u0000'));
export const idParams = z.object({ id });
export const instanceParams = z.object({ id, instance_id: id });
export const memberParams = z.object({ id, user_id: id });
export const tenantParams = z.object({ tenant_id: tenantIdSchema });
export const elementParams = z.object({ id, element_instance_id: id });

/** Typed loosely: these schemas document the answers, the contract's types check them at the use cases. */
export function answers(data: z.ZodType): Readonly<Record<string, unknown>> {
  return { 200: envelopeSchema(data), '4xx': problemSchema, '5xx': problemSchema };
}

/** A form with one XML file, whose text is what arrives. */
export const xmlForm = z
  .string()
  .meta({ type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] });
