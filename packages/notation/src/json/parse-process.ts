import type { Report } from '../finding.ts';
import type { JsonFlow, JsonProcess, JsonScope } from './json-process.ts';
import {
  itemIn,
  type JsonItem,
  type JsonPlace,
  listIn,
  placeOf,
  reportAt,
  requiredTextIn,
  textIn,
  warnOfUnknownKeys,
} from './json-reader.ts';
import { parseActivity, requiredId } from './parse-activity.ts';

/** Reads the shape of the JSON form. Null where there is nothing to go on with. */
export function parseProcess(value: unknown, report: Report): JsonProcess | null {
  const place = placeOf({ value, pointer: '' }, report);
  if (place === null) return null;
  warnOfUnknownKeys(place, ['name', 'description', 'process_id', 'version', 'activities', 'flows']);
  const name = requiredTextIn(place, 'name');
  for (const key of ['activities', 'flows']) {
    const { value: list, pointer } = itemIn(place, key);
    if (list === undefined) reportAt(report, pointer, 'a list', list);
  }
  const scope = parseScope(place, 0);
  const size = sizeOf(scope);
  if (size > sizeLimit) {
    reportAt(report, '', `a process of at most ${sizeLimit} activities and flows`, size);
    return null;
  }
  const ids = refuseTwins(scope, new Set(), report);
  refuseUnknownEnds(scope, ids, report);
  const given = itemIn(place, 'process_id').value === undefined ? null : requiredId(place, 'process_id');
  if (given !== null && ids.has(given)) {
    reportAt(report, '/process_id', 'an id no activity has', given);
  }
  return {
    processId: given ?? freeId(slugOf(name ?? ''), ids),
    name: name ?? '',
    description: textIn(place, 'description'),
    version: textIn(place, 'version'),
    ...scope,
  };
}

const depthLimit = 32;
const sizeLimit = 10_000;

function sizeOf(scope: JsonScope): number {
  const inner = scope.activities.map((activity) =>
    activity.type === 'subProcess' ? sizeOf(activity.content) : 0,
  );
  return inner.reduce((sum, size) => sum + size, scope.activities.length + scope.flows.length);
}

function parseScope(place: JsonPlace, depth: number): JsonScope {
  if (depth > depthLimit) {
    reportAt(place.report, place.pointer, `nested at most ${depthLimit} subprocesses deep`, place.value);
    return { activities: [], flows: [] };
  }
  return {
    activities: listIn(place, 'activities').flatMap((item) =>
      parseActivity(item, place, (inner) => parseScope(inner, depth + 1)),
    ),
    flows: listIn(place, 'flows').flatMap((item) => parseFlow(item, place)),
  };
}

function parseFlow(item: JsonItem, scope: JsonPlace): readonly JsonFlow[] {
  const place = placeOf(item, scope.report);
  if (place === null) return [];
  warnOfUnknownKeys(place, ['id', 'name', 'from', 'to', 'condition']);
  const from = requiredTextIn(place, 'from');
  const to = requiredTextIn(place, 'to');
  if (from === null || to === null) return [];
  return [
    {
      pointer: item.pointer,
      id: itemIn(place, 'id').value === undefined ? null : requiredId(place, 'id'),
      name: textIn(place, 'name'),
      from,
      to,
      condition: textIn(place, 'condition'),
    },
  ];
}

/** Collects the ids of activities and flows; an id that comes twice is refused where it comes again. */
function refuseTwins(scope: JsonScope, ids: Set<string>, report: Report): ReadonlySet<string> {
  for (const { id, pointer } of [...scope.activities, ...scope.flows]) {
    if (id !== null && ids.has(id)) reportAt(report, `${pointer}/id`, 'an id not used before', id);
    if (id !== null) ids.add(id);
  }
  for (const activity of scope.activities) {
    if (activity.type === 'subProcess') refuseTwins(activity.content, ids, report);
  }
  return ids;
}

function refuseUnknownEnds(scope: JsonScope, ids: ReadonlySet<string>, report: Report): void {
  for (const { from, to, pointer } of scope.flows) {
    if (!ids.has(from)) reportAt(report, `${pointer}/from`, 'the id of an activity', from);
    if (!ids.has(to)) reportAt(report, `${pointer}/to`, 'the id of an activity', to);
  }
  for (const activity of scope.activities) {
    if (activity.type === 'subProcess') refuseUnknownEnds(activity.content, ids, report);
  }
}

/** A name as an id: `Leave Request` is `leave_request`. */
function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 200);
  return /^[a-z]/.test(slug) ? slug : `process_${slug}`.replace(/_$/, '');
}

function freeId(id: string, taken: ReadonlySet<string>): string {
  return taken.has(id) ? freeId(`${id}_process`, taken) : id;
}
