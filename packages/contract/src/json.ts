import { z } from 'zod';
import { jsonFault } from './json-fault.ts';

/** A value that survives JSON. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** Named JSON values, such as the variables of an instance. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

/**
 * Variables as they arrive. Checked in one walk and handed on by reference: a copy per request is what
 * this avoids.
 */
export const jsonObjectSchema = z
  .custom<JsonObject>(() => true)
  .check((context) => {
    const fault = jsonFault(context.value);
    if (fault === null) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      path: [...fault.path],
      message: fault.message,
      params: { code: fault.code, limit: fault.limit, actual: fault.actual },
    });
  })
  .meta({
    id: 'JsonObject',
    type: 'object',
    additionalProperties: true,
    description: 'Named JSON values. Names up to 255 characters, nested at most 64 deep.',
  });

/** Any JSON value, on answers only. */
export const jsonValueSchema = z
  .custom<JsonValue>(() => true)
  .meta({ id: 'JsonValue', description: 'Any JSON value.' });
