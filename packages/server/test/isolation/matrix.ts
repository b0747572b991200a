import type { Answer, Api } from '../../src/testing/api.ts';
import { comparable, differenceOf, foreignIn, isEmpty, statusIn } from './answers.ts';
import { type Entries, type Entry, entriesOf } from './entries.ts';
import { formOf, partsOf, unknownLike, unknownPart, type World } from './kinds.ts';
import type { Operation, Position } from './openapi.ts';
import { type ProbeRequest, requestOf, send, shown } from './request.ts';

export interface Report {
  readonly probes: number;
  readonly positions: number;
  /** What somebody heard or could do who may not, each in a line. */
  readonly leaks: readonly string[];
}

/** What belongs to the tenant that is attacked. */
export interface Attacked {
  readonly world: World;
  readonly prefix: string;
  readonly ids: ReadonlySet<string>;
}

export interface Attacker {
  readonly api: Api;
  readonly world: World;
  /** Kept from one round to the next: whatever is knocked out, they stay the same. */
  readonly answersToUnknown: Map<string, string>;
}

interface Probe {
  readonly operation: Operation;
  readonly entry: Entry;
  /** The position that is probed; several at once when it has no name. */
  readonly position: Position | null;
  readonly foreign: ReadonlyMap<Position, string>;
  readonly unknown: ReadonlyMap<Position, string>;
}

type Which = (operation: Operation) => boolean;

/** Another tenant's administrator asks for everything the attacked tenant has, and for what nobody has. */
export async function probeAsAnotherTenant(
  { operations, entries }: { readonly operations: readonly Operation[]; readonly entries: Entries },
  attacked: Attacked,
  attacker: Attacker,
  which: Which = () => true,
): Promise<Report> {
  const leaks: string[] = [];
  let probes = 0;
  const positions = new Set<string>();
  for (const operation of operations.filter(which)) {
    for (const entry of entriesOf(entries, operation.name)) {
      for (const probe of probesOf(operation, entry, attacked.world, attacker.world)) {
        if (probe.position !== null) positions.add(`${operation.name} ${probe.position}`);
        const found = await tried(attacker, probe, attacked);
        probes += found.sent;
        leaks.push(...found.leaks);
      }
    }
  }
  return { probes, positions: positions.size, leaks };
}

async function tried(
  { api, answersToUnknown }: Attacker,
  probe: Probe,
  attacked: Attacked,
): Promise<{ readonly leaks: readonly string[]; readonly sent: number }> {
  const { operation, entry, position, foreign, unknown } = probe;
  const request = requestOf(operation, entry, foreign);
  const asked = askedFor(foreign, unknown);
  const answer = await send(api, request);
  const leaks: string[] = [];
  const seen = foreignIn(answer.text, entry.repeats === true ? askedEver(attacked) : asked, attacked);
  if (seen.length > 0) leaks.push(leak(request, answer, `shows ${seen.join(', ')}`));
  if (asked.length === 0) return { leaks, sent: 1 };
  // One answer does for all ids of a form, as it is without them.
  const form = `${operation.name} ${JSON.stringify(entry)} ${position} ${asked.map(formOf).join(' ')}`;
  const known = answersToUnknown.get(form);
  const nothing =
    known ?? comparable(await send(api, requestOf(operation, entry, unknown)), askedFor(unknown, foreign));
  answersToUnknown.set(form, nothing);
  const difference = differenceOf(comparable(answer, asked), nothing);
  if (difference !== null) leaks.push(leak(request, answer, `differs for an unknown id: ${difference}`));
  const wrong = unexpected(probe, answer);
  if (wrong !== null) leaks.push(leak(request, answer, wrong));
  return { leaks, sent: known === undefined ? 2 : 1 };
}

function askedEver({ world }: Attacked): string[] {
  return Object.entries(world).flatMap(([kind, ids]) => {
    const every = [...ids];
    return kind.endsWith('Cursor') ? every : [...every, ...every.map(unknownPart)];
  });
}

/** The ids of a request that the other one does not have, and what they are made of. */
function askedFor(one: ReadonlyMap<Position, string>, other: ReadonlyMap<Position, string>): string[] {
  const ids = [...one].filter(([position, id]) => other.get(position) !== id);
  return ids.flatMap(([position, id]) => (isCursor(position) ? [id, ...partsOf(id)] : [id]));
}

function unexpected({ entry, position, operation }: Probe, answer: Answer): string | null {
  const status = statusIn(answer);
  if (entry.forbidden === true) return status === 403 ? null : 'was to be refused with 403';
  const refusedWith = position === null ? undefined : entry.refusedWith?.[position];
  if (refusedWith !== undefined || (position !== null && namesTheThing(operation, position))) {
    const wanted = refusedWith ?? 404;
    return status === wanted ? null : `was to be refused with ${wanted}`;
  }
  // A request that is malformed proves nothing.
  if (status === 400 || status === 422) return entry.refusedWith === undefined ? 'was not understood' : null;
  if (position === null || !operation.reads || isCursor(position)) return null;
  return status === 404 || isEmpty(answer) ? null : 'was to be an empty list';
}

/** What the operation is about: in the path, or an argument there has to be. */
function namesTheThing({ positions }: Operation, position: Position): boolean {
  if (position.startsWith('$')) return positions.get(position)?.required === true;
  return position.startsWith('{');
}

const isCursor = (position: Position): boolean => position === '?cursor' || position === '$cursor';

/** A request that told or did what it may not, and why. */
export function leak(request: ProbeRequest, { status, text }: Answer, why: string): string {
  return `${shown(request)} -> ${status} ${text.slice(0, 300)}\n  ${why}`;
}

function probesOf(operation: Operation, entry: Entry, theirs: World, own: World): Probe[] {
  const named = Object.entries(entry.ids);
  const needed = named.filter(
    ([position]) =>
      operation.positions.get(position)?.required === true || entry.always?.includes(position) === true,
  );
  const base = new Map(needed.map(([position, kind]) => [position, own[kind][0]]));
  const probes: Probe[] = named.flatMap(([position, kind]) =>
    theirs[kind].filter(fits(position)).map((id) => ({
      operation,
      entry,
      position,
      foreign: new Map(base).set(position, id),
      unknown: new Map(base).set(position, unknownLike(kind, id)),
    })),
  );
  if (named.length > 1) {
    const all = (id: (kind: keyof World) => string) =>
      new Map(named.map(([position, kind]) => [position, id(kind)]));
    const foreign = all((kind) => theirs[kind][0]);
    const unknown = all((kind) => unknownLike(kind, theirs[kind][0]));
    probes.push({ operation, entry, position: null, foreign, unknown });
  }
  // What one sees of one's own has nothing of others in it either.
  if (operation.reads) {
    probes.push({ operation, entry, position: null, foreign: base, unknown: base });
  }
  return probes;
}

/** Filters of batches take ids alone. */
function fits(position: Position): (id: string) => boolean {
  return (id) => !position.endsWith('definition_id') || /^[0-9a-f-]{36}$/.test(id);
}
