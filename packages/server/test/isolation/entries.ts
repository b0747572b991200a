import type { JsonObject } from '@wbpm/contract';
import type { Permission } from '../../src/access/permissions.ts';
import type { Kind } from './kinds.ts';
import type { Operation, Position } from './openapi.ts';

/** How an operation is probed: one line for each, beside the others in `operations.ts`. */
export interface Entry {
  /** What its caller has to be allowed to. `signed-in`: nothing but to be known. `open`: not even that. */
  readonly needs: Permission | 'signed-in' | 'open';
  /** What each id in the request names. One that has to be there is one of the caller's own unless it is probed. */
  readonly ids: Readonly<Record<Position, Kind>>;
  /** Values that are called like ids and name nothing a tenant has, each with the reason. */
  readonly plain?: Readonly<Record<Position, string>>;
  /** Ids a request of this form cannot be without, though its schema lets others be. */
  readonly always?: readonly Position[];
  /** Where the answer to an unknown id is another than 404 in the path, and than an empty list in a query. */
  readonly refusedWith?: Readonly<Record<Position, number>>;
  /** What the request has besides its ids. */
  readonly body?: JsonObject;
  readonly query?: Readonly<Record<string, string>>;
  /** Not even an administrator of a tenant may: it is of the platform. */
  readonly forbidden?: true;
  /** Shows its caller what that one asked for earlier, ids of others included. */
  readonly repeats?: true;
  /** Even those with the permission see what they are candidates of: to others it does not exist. */
  readonly forCandidates?: true;
}

/** By the name of the operation; several where it has several forms. */
export type Entries = Readonly<Record<string, Entry | readonly Entry[]>>;

/** Values called like that name something, unless they are known to be plain. */
const isCalledLikeAnId = (position: Position): boolean =>
  /(^|[{?/_$])(id|ids|key|keys|cursor|target|scope|tenant|owner)}?(\/0)?$/.test(position);

/** Plain wherever they are. */
const plainEverywhere: Readonly<Record<string, string>> = {
  element_id: 'a name inside a definition',
  message_id: 'a name its sender gives a message, unique within the tenant',
  unique_business_key: 'a yes or no',
};

export function entriesOf(entries: Entries, name: string): readonly Entry[] {
  const found = entries[name] ?? [];
  return 'needs' in found ? [found] : found;
}

/** What is missing in the entries, or stands in them without need, in words that say what to do. */
export function gapsIn(entries: Entries, operations: readonly Operation[]): string[] {
  const gaps: string[] = [];
  for (const { name, positions } of operations) {
    const own = entriesOf(entries, name);
    if (own.length === 0) {
      gaps.push(`${name}: no entry. Add a line to test/isolation/operations.ts: what it needs, and its ids`);
      continue;
    }
    const said = new Set(own.flatMap(({ ids, plain = {} }) => [...Object.keys(ids), ...Object.keys(plain)]));
    for (const position of positions.keys()) {
      const called = /\w+/.exec(position.split('/').at(-1) ?? '')?.[0] ?? '';
      if (said.has(position) || !isCalledLikeAnId(position) || called in plainEverywhere) continue;
      if (positions.has(`${position}/0`)) continue;
      gaps.push(`${name}: nothing about ${position}. Name its kind in ids, or say in plain why it is no id`);
    }
    for (const position of said) {
      if (!positions.has(position)) gaps.push(`${name}: ${position} is not there any more`);
    }
  }
  const names = new Set(operations.map(({ name }) => name));
  for (const name of Object.keys(entries)) {
    if (!names.has(name)) gaps.push(`${name}: no such operation any more. Remove its line`);
  }
  return gaps;
}
