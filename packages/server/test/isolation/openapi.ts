import { z } from 'zod';

/** An operation of the API as its description has it. */
export interface Operation {
  /** `GET /api/v1/instances/{id}`, or `query instance`. */
  readonly name: string;
  /** It changes nothing. */
  readonly reads: boolean;
  /** Of GraphQL: the document that takes arguments of these names. */
  readonly document?: (names: readonly string[]) => string;
  readonly method: string;
  readonly path: string;
  readonly positions: ReadonlyMap<Position, { readonly required: boolean }>;
}

/**
 * Where a request has a value: `{id}` in its path, `?cursor` in its query, `/filter/process_id` in its body; `$id` is an
 * argument of GraphQL.
 */
export type Position = string;

const parameterSchema = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().optional(),
});
const operationSchema = z.object({
  parameters: z.array(parameterSchema).optional(),
  requestBody: z.object({ content: z.record(z.string(), z.object({ schema: z.unknown() })) }).optional(),
});
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
});
const nodeSchema = z.object({
  $ref: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
});

/** Every operation of an OpenAPI document with everything it takes. */
export function operationsOf(document: unknown): Operation[] {
  const { paths, components } = documentSchema.parse(document);
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Operation => {
      const positions = new Map<Position, { readonly required: boolean }>();
      for (const { name, in: place, required = false } of operation.parameters ?? []) {
        if (place === 'path') positions.set(`{${name}}`, { required: true });
        if (place === 'query') positions.set(`?${name}`, { required });
      }
      const body = operation.requestBody?.content['application/json']?.schema;
      if (body !== undefined) {
        collect(body, '', true, [], components.schemas, (position, required) => {
          const known = positions.get(position)?.required ?? required;
          positions.set(position, { required: known && required });
        });
      }
      const name = `${method.toUpperCase()} ${path}`;
      return { name, method: method.toUpperCase(), path, reads: method === 'get', positions };
    }),
  );
}

/** Walks through a schema. `refs` are those on the way here, which some schemas lead back to. */
function collect(
  schema: unknown,
  pointer: string,
  required: boolean,
  refs: readonly string[],
  schemas: Readonly<Record<string, unknown>>,
  found: (position: Position, required: boolean) => void,
): void {
  const node = nodeSchema.safeParse(schema).data;
  if (node === undefined) return;
  const { $ref: ref } = node;
  if (ref !== undefined && !refs.includes(ref)) {
    collect(schemas[ref.slice(ref.lastIndexOf('/') + 1)], pointer, required, [...refs, ref], schemas, found);
  }
  for (const [name, property] of Object.entries(node.properties ?? {})) {
    const isRequired = required && (node.required ?? []).includes(name);
    found(`${pointer}/${name}`, isRequired);
    collect(property, `${pointer}/${name}`, isRequired, refs, schemas, found);
  }
  if (node.items !== undefined) {
    found(`${pointer}/0`, false);
    collect(node.items, `${pointer}/0`, false, refs, schemas, found);
  }
  for (const part of node.allOf ?? []) collect(part, pointer, required, refs, schemas, found);
  // What one of several forms needs, another may do without.
  for (const part of [...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    collect(part, pointer, false, refs, schemas, found);
  }
}
