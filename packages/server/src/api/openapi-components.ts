interface Document {
  readonly paths?: unknown;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, unknown>>;
    readonly responses?: unknown;
  };
}

const reference = /"\$ref":"#\/components\/schemas\/([^"]+)"/g;

/**
 * Drops the schemas no operation leads to. Every message exists in a form for requests and one for
 * answers, and most are used in one of them only.
 */
export function withoutUnused<Given extends Document>(document: Given): Given {
  const schemas = document.components?.schemas ?? {};
  const used = new Set<string>();
  const waiting = [...referencesIn(document.paths), ...referencesIn(document.components?.responses)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name)) continue;
    used.add(name);
    waiting.push(...referencesIn(schemas[name]));
  }
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...document, components: { ...document.components, schemas: kept } };
}

function referencesIn(part: unknown): string[] {
  if (part === undefined) return [];
  const text = JSON.stringify(part);
  return [...text.matchAll(reference)].map((match) => match[1] ?? '');
}
