import { createFreeNames, type FreeNames } from '../free-names.ts';

/** Gives the wanted id, or one like it that nothing has yet. */
export type FreeId = FreeNames;

/** Ids that are not `taken`; each is given once. */
export function freeIds(taken: Iterable<string>): FreeId {
  return createFreeNames('_', taken);
}

/** A name as an id: `Leave Request` is `leave_request`. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 200);
  return /^[a-z]/.test(slug) ? slug : `process_${slug}`.replace(/_$/, '');
}

/** An id for a process that gives none: its name, and what tells it from an element of that name. */
export function processIdFor(name: string, taken: ReadonlySet<string>): string {
  let id = slugOf(name);
  while (taken.has(id)) id = `${id}_process`;
  return id;
}
