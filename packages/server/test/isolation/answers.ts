import { errorCodes, isErrorCode } from '@wbpm/contract';
import { z } from 'zod';
import type { Answer } from '../../src/testing/api.ts';

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const instant = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** Differ from answer to answer, whoever asks. */
const ownHeaders = new Set(['date', 'content-length', 'keep-alive']);

/** An answer without the ids that were asked for: that of an unknown id has to be the same, byte for byte. */
export function comparable(answer: Answer, asked: readonly string[]): string {
  const headers: string[] = [];
  answer.headers.forEach((value, name) => {
    if (!ownHeaders.has(name)) headers.push(`${name}: ${value}`);
  });
  const text = withoutAsked(answer.text, asked);
  // What a success makes has ids and times of its own.
  const fixed = answer.status < 300 ? text.replaceAll(uuid, 'UUID').replaceAll(instant, 'INSTANT') : text;
  return JSON.stringify([answer.status, headers.sort(), fixed]);
}

/** Where two answers begin to differ, with some of what follows; null: they are the same. */
export function differenceOf(one: string, other: string): string | null {
  if (one === other) return null;
  let at = 0;
  while (one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 40);
  return `${one.slice(from, at + 200)}\n  and ${other.slice(from, at + 200)}`;
}

const errorsSchema = z.object({
  errors: z.array(z.object({ extensions: z.object({ code: z.string() }) })).min(1),
});
const problemSchema = z.object({ type: z.string() });

/** What went wrong; null: nothing. GraphQL answers 200 even so. */
export function codeIn({ status, body }: Answer): string | null {
  const code = errorsSchema.safeParse(body).data?.errors[0]?.extensions.code;
  if (code !== undefined) return code;
  if (status < 400) return null;
  return problemSchema.safeParse(body).data?.type.split(':').at(-1) ?? 'NOT_OURS';
}

/** The status, or that of what went wrong. */
export function statusIn(answer: Answer): number {
  const code = codeIn(answer);
  return code !== null && isErrorCode(code) ? errorCodes[code].status : answer.status;
}

/** Whether the lists of a successful answer hold nothing. */
export function isEmpty({ status, body }: Answer): boolean {
  if (status !== 200 || typeof body !== 'object' || body === null || !('data' in body)) return false;
  const { data } = body;
  if (typeof data !== 'object' || data === null) return false;
  const values: unknown[] = Object.values(data);
  // Pages of GraphQL are one level further down.
  const pages = values.flatMap((value) =>
    typeof value === 'object' && value !== null && 'edges' in value ? [value.edges] : [],
  );
  const lists = [...values, ...pages].filter(Array.isArray);
  return lists.length > 0 && lists.every((list) => list.length === 0);
}

/** What in an answer belongs to a tenant, besides what was asked for by the caller. */
export function foreignIn(
  text: string,
  asked: readonly string[],
  belongs: { readonly prefix: string; readonly ids: ReadonlySet<string> },
): string[] {
  const rest = withoutAsked(text, asked);
  // Some names take no hyphens.
  const canaries = rest.match(new RegExp(`${belongs.prefix.replaceAll('-', '[-_]')}[\\w-]*`, 'g')) ?? [];
  return [...new Set([...canaries, ...(rest.match(uuid) ?? []).filter((id) => belongs.ids.has(id))])];
}

/** Longer ones first: one may be the beginning of another. */
function withoutAsked(text: string, asked: readonly string[]): string {
  let rest = text;
  for (const id of asked.toSorted((a, b) => b.length - a.length)) {
    for (const form of new Set([id, encodeURIComponent(id), JSON.stringify(id).slice(1, -1)])) {
      rest = rest.replaceAll(form, 'ASKED');
    }
  }
  return rest;
}
