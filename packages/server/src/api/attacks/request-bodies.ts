import { z } from 'zod';

const nodeSchema = z.object({
  $ref: z.string().optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});
const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) })
          .optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});

export interface OperationWithBody {
  readonly method: string;
  readonly path: string;
  /** The body itself takes members of any name. */
  readonly open: boolean;
}

/** Every operation of an OpenAPI document that takes JSON. */
export function bodiesOf(document: unknown): OperationWithBody[] {
  const { paths, components } = documentSchema.parse(document);

  function isOpen(schema: unknown): boolean {
    const { $ref: ref, additionalProperties, anyOf = [], oneOf = [], allOf = [] } = nodeSchema.parse(schema);
    if (ref !== undefined) return isOpen(components.schemas[ref.slice(ref.lastIndexOf('/') + 1)]);
    const isClosed = additionalProperties === undefined || additionalProperties === false;
    return !isClosed || [...anyOf, ...oneOf, ...allOf].some(isOpen);
  }

  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).flatMap(([method, { requestBody }]) => {
      const json = requestBody?.content['application/json'];
      return json === undefined ? [] : [{ method: method.toUpperCase(), path, open: isOpen(json.schema) }];
    }),
  );
}
