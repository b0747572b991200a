import { z } from 'zod';

/** One input of a generated form; `id` is the variable it reads and writes. */
const fieldSchema = z.strictObject({
  id: z.string(),
  label: z.string().optional(),
  /** Without it `string`. */
  type: z.enum(['string', 'text', 'number', 'boolean', 'date', 'select']).optional(),
  required: z.boolean().optional(),
  readonly: z.boolean().optional(),
  options: z
    .array(z.union([z.string(), z.strictObject({ value: z.string(), label: z.string().optional() })]))
    .optional(),
  default_value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

export const formSchema = z.strictObject({ fields: z.array(fieldSchema) });

export type FormField = z.infer<typeof fieldSchema>;
export type Form = z.infer<typeof formSchema>;
