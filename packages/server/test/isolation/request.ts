import { type JsonObject, type JsonValue, jsonObjectSchema } from '@wbpm/contract';
import type { Answer, Api } from '../../src/testing/api.ts';
import type { Entry } from './entries.ts';
import type { Operation, Position } from './openapi.ts';

/** A request with these values in it. What goes into the body is put into a copy of what the entry gives. */
export interface ProbeRequest {
  readonly method: string;
  readonly path: string;
  readonly body: JsonObject | null;
}

/** For those who read of it: what was asked for, without the document. */
export function shown({ method, path, body }: ProbeRequest): string {
  const { query, ...rest } = body ?? {};
  const begin = typeof query === 'string' ? ` ${query.slice(0, query.indexOf(') {'))}` : '';
  return `${method} ${path}${begin} ${JSON.stringify(rest)}`;
}

export function requestOf(
  { method, path, document }: Operation,
  entry: Entry,
  values: ReadonlyMap<Position, string>,
): ProbeRequest {
  if (document !== undefined) {
    const given = [...values].map(([position, value]) => [position.slice(1), value] as const);
    const variables: JsonObject = { ...entry.body, ...Object.fromEntries(given) };
    return { method, path, body: { query: document(Object.keys(variables)), variables } };
  }
  let filled = path;
  const query = new URLSearchParams(entry.query);
  let body: JsonObject | null = entry.body === undefined ? null : structuredClone(entry.body);
  for (const [position, value] of values) {
    if (position.startsWith('{')) filled = filled.replace(position, encodeURIComponent(value));
    else if (position.startsWith('?')) query.set(position.slice(1), value);
    else body = withValue(body ?? {}, position.slice(1).split('/'), value);
  }
  const search = query.toString();
  return { method, path: search === '' ? filled : `${filled}?${search}`, body };
}

/** `/a/0/b`: numbers are places in lists. */
function withValue(target: JsonObject, [name = '', ...rest]: readonly string[], value: string): JsonObject {
  const [next] = rest;
  if (next === undefined) return { ...target, [name]: value };
  const inner = target[name];
  if (/^\d+$/.test(next)) {
    const list: JsonValue[] = Array.isArray(inner) ? [...inner] : [];
    const [place = '', ...below] = rest;
    const item = jsonObjectSchema.safeParse(list[Number(place)]).data ?? {};
    list[Number(place)] = below.length === 0 ? value : withValue(item, below, value);
    return { ...target, [name]: list };
  }
  return { ...target, [name]: withValue(jsonObjectSchema.safeParse(inner).data ?? {}, rest, value) };
}

/** Every probe has the same request id, so that answers differ in what they say alone. */
export function send(api: Api, { method, path, body }: ProbeRequest): Promise<Answer> {
  const headers = { 'x-request-id': 'probe' };
  // The dots are resolved before anything is sent: what is not below /api/v1 is reached too.
  const address = path.startsWith('/api') ? path : `/api/..${path}`;
  return api.call(method, address, { headers, ...(body === null ? {} : { body }) });
}
