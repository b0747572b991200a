import type { Json, JsonObject } from '@wbpm/engine';
import type { Report } from '../finding.ts';
import { isList, isObject, people, plainObject } from './alias-values.ts';
import { pointerTo } from './pointer.ts';
import { reportAt } from './shape-findings.ts';

/** Notes that what stands at `canonical` was written at `original`. */
export type Moved = (canonical: string, original: string) => void;

/** Where an activity is written, and where it is read to. */
export interface ActivityPlace {
  readonly original: string;
  readonly canonical: string;
  readonly moved: Moved;
  readonly report: Report;
}

const typeAliases: ReadonlyMap<Json | undefined, string> = new Map<Json | undefined, string>([
  ['timer', 'intermediateCatchEvent'],
  ['terminateEndEvent', 'endEvent'],
]);

/** An activity in its own form, without what it holds. */
export function aliasedActivity(written: JsonObject, place: ActivityPlace): JsonObject {
  const { original, report } = place;
  const plain: Record<string, Json> = { ...plainObject(written, original, report) };
  if (written['type'] === 'timer' && !('timer' in plain) && !('triggers' in plain)) {
    reportAt(report, pointerTo(original, 'timer'), 'an object', plain['timer']);
  }
  if (written['type'] === 'terminateEndEvent') plain['throws'] = [{ terminate: {} }];
  const type = typeAliases.get(plain['type']) ?? plain['type'];
  if (type !== undefined) plain['type'] = type;
  for (const key of ['candidate_users', 'candidate_groups']) {
    const names = plain[key];
    if (names !== undefined) plain[key] = people(names, pointerTo(original, key), report);
  }
  gatherJob(plain, place);
  gatherEvents(plain, place);
  if (typeof plain['message'] === 'string') plain['message'] = { name: plain['message'] };
  return plain;
}

const working: ReadonlySet<Json | undefined> = new Set(['serviceTask', 'sendTask', 'businessRuleTask']);
const jobKeys = [
  ['type', 'job_type'],
  ['retries', 'retries'],
  ['retry_waits', 'retry_waits'],
  ['headers', 'headers'],
] as const;

/** What belongs to a job may stand on the task; its type is the id of the task then, if it has none. */
function gatherJob(plain: Record<string, Json>, { original, canonical, moved }: ActivityPlace): void {
  if (!working.has(plain['type']) || 'job' in plain) return;
  const written = jobKeys.filter(([, key]) => key in plain);
  const id = plain['id'];
  if (written.length === 0 || id === undefined) return;
  const members = written.map(([name, key]) => {
    moved(`${canonical}/job/${name}`, `${original}/${key}`);
    return [name, plain[key]] as const;
  });
  for (const [, key] of written) Reflect.deleteProperty(plain, key);
  plain['job'] = plainJson({ type: id, ...Object.fromEntries(members) });
}

function plainJson(members: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

const triggerKinds = [
  'message',
  'signal',
  'timer',
  'conditional',
  'error',
  'escalation',
  'cancel',
  'compensation',
  'link',
];
const throwKinds = [
  'message',
  'signal',
  'error',
  'escalation',
  'cancel',
  'compensation',
  'link',
  'terminate',
];
const eventKinds: ReadonlyMap<Json | undefined, readonly ['triggers' | 'throws', readonly string[]]> =
  new Map<Json | undefined, readonly ['triggers' | 'throws', readonly string[]]>([
    ['startEvent', ['triggers', triggerKinds]],
    ['intermediateCatchEvent', ['triggers', triggerKinds]],
    ['boundaryEvent', ['triggers', triggerKinds]],
    ['intermediateThrowEvent', ['throws', throwKinds]],
    ['endEvent', ['throws', throwKinds]],
  ]);

/** One event of a kind may stand on the element itself: `"timer": { … }`. */
function gatherEvents(plain: Record<string, Json>, { original, canonical, moved }: ActivityPlace): void {
  const kinds = eventKinds.get(plain['type']);
  if (kinds === undefined) return;
  const [list, names] = kinds;
  const listed = plain[list] ?? [];
  if (!isList(listed)) return;
  const events = [...listed];
  for (const kind of names) {
    const value = plain[kind];
    if (value === undefined) continue;
    moved(`${canonical}/${list}/${events.length}/${kind}`, `${original}/${kind}`);
    events.push({ [kind]: eventOf(kind, value) });
    Reflect.deleteProperty(plain, kind);
  }
  if (events.length > 0) plain[list] = events;
}

const nameKeys: ReadonlyMap<string, string> = new Map([
  ['message', 'name'],
  ['signal', 'name'],
  ['link', 'name'],
  ['error', 'code'],
  ['escalation', 'code'],
]);

/** A text is the name or the code; `true` stands for an event that has nothing to say. */
function eventOf(kind: string, value: Json): Json {
  const key = nameKeys.get(kind);
  if (key !== undefined && typeof value === 'string') return value === 'true' ? {} : { [key]: value };
  return value === 'true' && !isObject(value) ? {} : value;
}
