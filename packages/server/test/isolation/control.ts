import type { Answer, Api } from '../../src/testing/api.ts';
import { codeIn, isEmpty } from './answers.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import type { World } from './kinds.ts';
import type { Operation, Position } from './openapi.ts';
import { requestOf, send } from './request.ts';

/** Nobody has it, or it was not even understood. */
const missed = new Set(['NOT_FOUND', 'VALIDATION_FAILED', 'INVALID_QUERY']);

/**
 * The owner of all the ids asks for them: what others are refused is there for the owner, and requests are made as the
 * operations want them. Changes what it can; answers the requests that failed to, each in a line.
 */
export async function askAsOwner(
  { operations, entries }: { readonly operations: readonly Operation[]; readonly entries: Entries },
  owner: { readonly api: Api; readonly world: World },
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const operation of operations.toSorted((a, b) => lateness(a) - lateness(b))) {
    const forms = entriesOf(entries, operation.name);
    // What is deleted is gone for a second form.
    for (const entry of operation.method === 'DELETE' ? forms.slice(0, 1) : forms) {
      if (entry.needs === 'open' || entry.needs === 'signed-in' || entry.forbidden === true) continue;
      const [first, second] = [0, 1].map((which) => valuesOf(operation, entry, owner.world, which));
      for (const [index, values] of (first ?? []).entries()) {
        const request = (of: ReadonlyMap<Position, string>) =>
          send(owner.api, requestOf(operation, entry, of));
        const answer = await request(values);
        if (found(answer, values)) continue;
        // What was asked before may have ended the first of its kind.
        const other = second?.[index] ?? values;
        if (found(await request(other), other)) continue;
        failed.push(`${operation.name} ${JSON.stringify([...values])} -> ${answer.text.slice(0, 300)}`);
      }
    }
  }
  return failed;
}

function found(answer: Answer, values: ReadonlyMap<Position, string>): boolean {
  const code = codeIn(answer);
  if (code !== null) return !missed.has(code);
  const isFilter = [...values.keys()].some((position) => /^[?$](?!cursor$)/.test(position));
  return !(isFilter && isEmpty(answer));
}

/** What ends things comes last, the parts of a thing before the thing. */
function lateness({ method, name, path, reads }: Operation): number {
  if (reads) return 0;
  if (method === 'DELETE') return 100 - path.split('/').length;
  // Batches cancel.
  if (/(\/cancel|\/batches|cancel_instance)$/.test(name)) return 3;
  return /\/complete$|complete_task/.test(name) ? 2 : 1;
}

/** What has to be there, with one of the others at a time; the first or the second of each kind. */
function valuesOf(
  operation: Operation,
  entry: Entry,
  world: World,
  which: number,
): ReadonlyMap<Position, string>[] {
  const named = Object.entries(entry.ids).map(
    ([position, kind]) => [position, world[kind][which] ?? world[kind][0]] as const,
  );
  const isNeeded = (position: Position): boolean =>
    operation.positions.get(position)?.required === true || entry.always?.includes(position) === true;
  const needed = named.filter(([position]) => isNeeded(position));
  const others = named.filter(([position]) => !isNeeded(position));
  if (others.length === 0) return named.length === 0 ? [] : [new Map(needed)];
  return others.map((other) => new Map([...needed, other]));
}
