import { expandPermissions } from '../../src/access/permissions.ts';
import type { Api } from '../../src/testing/api.ts';
import { foreignIn, statusIn } from './answers.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import { type Attacked, leak, type Report } from './matrix.ts';
import type { Operation } from './openapi.ts';
import { requestOf, send } from './request.ts';

interface Callers {
  /** Known, but allowed to do nothing. */
  readonly nobody: Api;
  /** Has the role `user`, and is candidate of nothing. */
  readonly user: Api;
  /** Without any token. */
  readonly stranger: Api;
}

/** Callers of the attacked tenant that are not allowed to do what they try, with ids that are right. */
export async function probeAsLowerRoles(
  { operations, entries }: { readonly operations: readonly Operation[]; readonly entries: Entries },
  attacked: Attacked,
  callers: Callers,
): Promise<Report> {
  const leaks: string[] = [];
  let probes = 0;
  const allowed = expandPermissions(['user'], []);
  for (const operation of operations) {
    for (const entry of entriesOf(entries, operation.name)) {
      const values = Object.entries(entry.ids).map(
        ([position, kind]) => [position, attacked.world[kind][0]] as const,
      );
      const request = requestOf(operation, entry, new Map(values));
      for (const [caller, statuses] of refusalsOf(entry, callers, allowed)) {
        const answer = await send(caller, request);
        probes += 1;
        if (!statuses.includes(statusIn(answer))) {
          leaks.push(leak(request, answer, `was to be refused with ${statuses.join(' or ')}`));
        }
        const asked = values.map(([, id]) => id);
        const seen = foreignIn(answer.text, asked, attacked);
        if (seen.length > 0) leaks.push(leak(request, answer, `shows ${seen.join(', ')}`));
      }
    }
  }
  return { probes, positions: 0, leaks };
}

function refusalsOf(
  { needs, forCandidates }: Entry,
  { nobody, user, stranger }: Callers,
  allowed: ReadonlySet<string>,
): [caller: Api, statuses: readonly number[]][] {
  if (needs === 'open') return [];
  const refusals: [Api, readonly number[]][] = [[stranger, [401]]];
  if (needs === 'signed-in') return refusals;
  refusals.push([nobody, [403, 404]]);
  if (!allowed.has(needs)) refusals.push([user, [403, 404]]);
  else if (forCandidates === true) refusals.push([user, [404]]);
  return refusals;
}
