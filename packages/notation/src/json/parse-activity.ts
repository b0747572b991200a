import type { JsonActivity, JsonScope } from './json-process.ts';
import {
  type JsonItem,
  type JsonPlace,
  placeOf,
  pointerTo,
  reportAt,
  requiredTextIn,
  textIn,
  warnOfUnknownKeys,
} from './json-reader.ts';
import { parseForm } from './parse-form.ts';
import { parseHeaders, parseMappings, parsePeople, parseTime, parseTimer } from './parse-values.ts';

type ActivityType = JsonActivity['type'];

const workKeys = ['default', 'inputs', 'outputs'];

/** The keys an activity may have beside id, type, name and documentation. */
const keysOf: Readonly<Record<ActivityType, readonly string[]>> = {
  startEvent: ['form', 'form_key'],
  endEvent: [],
  terminateEndEvent: [],
  task: workKeys,
  userTask: [
    ...workKeys,
    'assignee',
    'candidate_users',
    'candidate_groups',
    'due_date',
    'priority',
    'duration',
    'sla',
    'form',
    'form_key',
  ],
  serviceTask: [...workKeys, 'job_type', 'retries', 'headers', 'result_variable'],
  scriptTask: [...workKeys, 'script', 'script_language', 'result_variable'],
  exclusiveGateway: ['default'],
  parallelGateway: [],
  subProcess: [...workKeys, 'activities', 'flows'],
  timer: ['timer'],
};

function isActivityType(text: string): text is ActivityType {
  return Object.hasOwn(keysOf, text);
}

/** How the content of a subprocess is read; given by the reader of whole processes. */
export type ParseScope = (place: JsonPlace) => JsonScope;

export function parseActivity(
  item: JsonItem,
  parent: JsonPlace,
  parseScope: ParseScope,
): readonly JsonActivity[] {
  const place = placeOf(item, parent.report);
  if (place === null) return [];
  const id = requiredId(place, 'id');
  const type = activityType(place);
  if (id === null || type === null) return [];
  warnOfUnknownKeys(place, ['id', 'type', 'name', 'documentation', ...keysOf[type]]);
  const node = {
    pointer: place.pointer,
    id,
    name: textIn(place, 'name'),
    documentation: textIn(place, 'documentation'),
    defaultFlow: textIn(place, 'default'),
  };
  return [withDetails(node, type, place, parseScope)];
}

type Node = Pick<JsonActivity, 'pointer' | 'id' | 'name' | 'documentation' | 'defaultFlow'>;

function withDetails(node: Node, type: ActivityType, place: JsonPlace, parseScope: ParseScope): JsonActivity {
  const work = () => ({
    ...node,
    inputs: parseMappings(place, 'inputs'),
    outputs: parseMappings(place, 'outputs'),
  });
  switch (type) {
    case 'startEvent':
      return { ...node, type, form: parseForm(place) };
    case 'endEvent':
    case 'terminateEndEvent':
    case 'exclusiveGateway':
    case 'parallelGateway':
      return { ...node, type };
    case 'timer':
      return { ...node, type, timer: parseTimer(place) };
    case 'task':
      return { ...work(), type };
    case 'subProcess':
      return { ...work(), type, content: parseScope(place) };
    case 'userTask':
      return {
        ...work(),
        type,
        assignee: textIn(place, 'assignee'),
        candidateUsers: parsePeople(place, 'candidate_users'),
        candidateGroups: parsePeople(place, 'candidate_groups'),
        dueDate: parseTime(place, 'due_date'),
        priority: textIn(place, 'priority'),
        duration: textIn(place, 'duration'),
        sla: textIn(place, 'sla'),
        form: parseForm(place),
      };
    case 'serviceTask':
      return {
        ...work(),
        type,
        jobType: textIn(place, 'job_type'),
        retries: textIn(place, 'retries'),
        headers: parseHeaders(place),
        resultVariable: textIn(place, 'result_variable'),
      };
    case 'scriptTask':
      return {
        ...work(),
        type,
        language: textIn(place, 'script_language') ?? 'javascript',
        script: textIn(place, 'script'),
        resultVariable: textIn(place, 'result_variable'),
      };
  }
}

function activityType(place: JsonPlace): ActivityType | null {
  const written = textIn(place, 'type');
  const type = written === 'intermediateCatchEvent' ? 'timer' : written;
  if (type !== null && isActivityType(type)) return type;
  const allowed = `one of ${Object.keys(keysOf).join(', ')}`;
  reportAt(place.report, pointerTo(place.pointer, 'type'), allowed, written ?? undefined);
  return null;
}

/** An id as XML has it; ids from elsewhere become ids of the BPMN document unchanged. */
export function requiredId(place: JsonPlace, key: string): string | null {
  const id = requiredTextIn(place, key);
  if (id === null || /^[A-Za-z_][\w.-]{0,254}$/.test(id)) return id;
  const expected = "an id of letters, digits, '_', '-' and '.' that begins with a letter or '_'";
  reportAt(place.report, pointerTo(place.pointer, key), expected, id);
  return null;
}
