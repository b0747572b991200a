import { z } from 'zod';
import { jsonValueSchema } from './json.ts';

/** One input of a generated form; `id` is the variable it reads and writes. */
export const formFieldSchema = z
  .object({
    id: z.string(),
    label: z.string(),
    type: z.enum(['string', 'text', 'number', 'boolean', 'date', 'select']),
    required: z.boolean(),
    readonly: z.boolean(),
    options: z.array(z.object({ value: z.string(), label: z.string() })),
    default_value: jsonValueSchema,
    min: z.number().nullable(),
    max: z.number().nullable(),
  })
  .meta({ id: 'FormField' });
export type FormField = z.infer<typeof formFieldSchema>;

/** Fields to draw, or the key of a form that lives elsewhere. */
export const formSchema = z
  .union([z.object({ fields: z.array(formFieldSchema) }), z.object({ key: z.string() })])
  .meta({ id: 'Form' });
export type Form = z.infer<typeof formSchema>;
