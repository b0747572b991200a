import { errorAt, type Report } from '../finding.ts';
import type { Activity } from './activity.ts';
import { idsOf, lanesIn, type PlacedId, type PlacedScope, scopesIn } from './document-scopes.ts';
import { processIdFor } from './free-ids.ts';
import type { ProcessDocument, ProcessFile } from './process-document.ts';

const expectedId = "an id of letters, digits, '_', '-' and '.' that begins with a letter or '_'";
/** What the reader of BPMN takes for an id. */
const idForm = /^(?:[A-Za-z][\w.-]*:)?[A-Za-z_][\w.-]*$/;
const longestId = 255;

/** Finds ids that cannot be ids, that come twice, or that are mentioned and belong to nothing. */
export function checkReferences(file: ProcessFile, report: Report): void {
  const seen = new Set<string>();
  const given = new Set(file.processes.flatMap(({ process_id: id }) => id ?? []));
  for (const { id, pointer } of definedIn(file)) {
    if (!idForm.test(id) || id.length > longestId) refuse(report, pointer, expectedId, id);
    else if (seen.has(id)) refuse(report, pointer, twin(pointer), id);
    seen.add(id);
  }
  const everywhere = new Set<string>();
  file.processes.forEach((process, index) => {
    const pointer = `/processes/${index}`;
    const scopes = scopesIn(process, pointer);
    const activities = new Set(scopes.flatMap(({ scope }) => scope.activities.map(({ id }) => id)));
    for (const id of activities) everywhere.add(id);
    for (const scope of scopes) checkScope(scope, activities, report);
    const members = lanesIn(process.lanes, `${pointer}/lanes`).flatMap(({ lane, pointer: at }) =>
      (lane.activities ?? []).map((id, member) => ({ id, pointer: `${at}/activities/${member}` })),
    );
    refuseUnknown(members, activities, 'the id of an activity', report);
    refuseUnknown(notedIn(process, pointer), idsWithin(process, pointer), 'the id of an element', report);
  });
  const processIds = file.processes.map((process) => process.process_id ?? processIdFor(process.name, seen));
  const poolIds = (file.pools ?? []).map(({ id }) => id);
  refuseUnknown(
    (file.pools ?? []).flatMap(({ process_id: id }, index) =>
      id === undefined ? [] : [{ id, pointer: `/pools/${index}/process_id` }],
    ),
    new Set([...processIds, ...given]),
    'the id of a process',
    report,
  );
  refuseUnknown(
    (file.message_flows ?? []).flatMap(({ from, to }, index) => [
      { id: from, pointer: `/message_flows/${index}/from` },
      { id: to, pointer: `/message_flows/${index}/to` },
    ]),
    new Set([...everywhere, ...poolIds]),
    'the id of an activity or a pool',
    report,
  );
}

function refuse(report: Report, pointer: string, expected: string, found: string): void {
  const message = `Expected ${pointer} to be ${expected}, but found '${found.slice(0, 60)}'`;
  report({ ...errorAt(null, 'json-shape', message), pointer });
}

function refuseUnknown(
  mentions: readonly PlacedId[],
  known: ReadonlySet<string>,
  expected: string,
  report: Report,
): void {
  for (const { id, pointer } of mentions) if (!known.has(id)) refuse(report, pointer, expected, id);
}

function twin(pointer: string): string {
  return pointer.endsWith('/process_id') ? 'an id no activity has' : 'an id not used before';
}

function checkScope({ scope, pointer }: PlacedScope, known: ReadonlySet<string>, report: Report): void {
  const ends = scope.flows.flatMap(({ from, to }, index) => [
    { id: from, pointer: `${pointer}/flows/${index}/from` },
    { id: to, pointer: `${pointer}/flows/${index}/to` },
  ]);
  refuseUnknown(ends, known, 'the id of an activity', report);
  scope.activities.forEach((activity, index) => {
    const at = `${pointer}/activities/${index}`;
    refuseUnknown(mentionsOf(activity, at), known, 'the id of an activity', report);
    const wanted = 'default' in activity ? activity.default : undefined;
    if (wanted === undefined) return;
    const named = scope.flows.some(
      ({ id, from, to }) => from === activity.id && [id, to, `${from}_to_${to}`].includes(wanted),
    );
    if (!named) refuse(report, `${at}/default`, 'a flow leaving the activity, or its target', wanted);
  });
}

function mentionsOf(activity: Activity, pointer: string): readonly PlacedId[] {
  if (activity.type === 'boundaryEvent') {
    return [{ id: activity.attached_to, pointer: `${pointer}/attached_to` }];
  }
  const handler = 'compensation_handler' in activity ? activity.compensation_handler : undefined;
  const thrown = 'throws' in activity ? (activity.throws ?? []) : [];
  return [
    ...(handler === undefined ? [] : [{ id: handler, pointer: `${pointer}/compensation_handler` }]),
    ...thrown.flatMap((item, index) => {
      const id = 'compensation' in item ? item.compensation.activity : undefined;
      return id === undefined ? [] : [{ id, pointer: `${pointer}/throws/${index}/compensation/activity` }];
    }),
  ];
}

function notedIn({ notes = [] }: ProcessDocument, pointer: string): readonly PlacedId[] {
  return notes.flatMap(({ about = [] }, index) =>
    about.map((id, member) => ({ id, pointer: `${pointer}/notes/${index}/about/${member}` })),
  );
}

/** Every id the document gives, so that none is given a second time. */
export function idsIn(file: ProcessFile): readonly string[] {
  return definedIn(file).map(({ id }) => id);
}

/** What notes of a process may be about. */
function idsWithin(process: ProcessDocument, pointer: string): ReadonlySet<string> {
  return new Set(elementsIn(process, pointer).map(({ id }) => id));
}

function elementsIn(process: ProcessDocument, pointer: string): readonly PlacedId[] {
  return scopesIn(process, pointer).flatMap(({ scope, pointer: at }) => [
    ...idsOf(scope.activities, `${at}/activities`),
    ...scope.flows.flatMap(({ id, from, to }, index) => [
      { id: id ?? `${from}_to_${to}`, pointer: `${at}/flows/${index}/id` },
    ]),
    ...idsOf(scope.data, `${at}/data`),
  ]);
}

function definedIn(file: ProcessFile): readonly PlacedId[] {
  const inProcesses = file.processes.flatMap((process, index) => {
    const pointer = `/processes/${index}`;
    return [
      ...scopesIn(process, pointer).flatMap(({ scope, pointer: at }) => [
        ...idsOf(scope.activities, `${at}/activities`),
        ...idsOf(scope.flows, `${at}/flows`),
        ...idsOf(scope.data, `${at}/data`),
      ]),
      ...lanesIn(process.lanes, `${pointer}/lanes`).flatMap(({ lane, pointer: at }) =>
        lane.id === undefined ? [] : [{ id: lane.id, pointer: `${at}/id` }],
      ),
      ...idsOf(process.notes, `${pointer}/notes`),
    ];
  });
  return [
    ...inProcesses,
    ...idsOf(file.pools, '/pools'),
    ...idsOf(file.message_flows, '/message_flows'),
    // Last, so that it is the process that has to give way.
    ...file.processes.flatMap(({ process_id: id }, index) =>
      id === undefined ? [] : [{ id, pointer: `/processes/${index}/process_id` }],
    ),
  ];
}
