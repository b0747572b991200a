import type { Activity } from '../document/activity.ts';
import type { Form } from '../document/form.ts';
import { attributesOf, fieldAttributes } from './attributes.ts';
import { eventsOf } from './element-events.ts';
import { gatewayWithoutBranches, keywordOf } from './keywords.ts';
import { baseOf } from './read-element.ts';
import { writtenId } from './words.ts';
import { writeAttributes } from './write-attributes.ts';
import { writeEvent } from './write-events.ts';
import { writeLoop } from './write-loop.ts';
import type { Naming } from './write-naming.ts';
import { type WrittenLine, writtenLine } from './written-line.ts';

/** How an element is written where it is not the usual way. */
export interface Manner {
  readonly keyword?: string;
  /** What an id without a name is made of. */
  readonly base?: string;
  /** Attributes that the place of the element says already. */
  readonly without?: readonly string[];
}

const prepositions: Readonly<Partial<Record<Activity['type'], string>>> = {
  startEvent: 'ON',
  endEvent: 'WITH',
  intermediateCatchEvent: 'FOR',
};

/** The line of an element and what belongs to it, without flows, handlers and steps. */
export function writeElement(activity: Activity, naming: Naming, manner: Manner = {}): WrittenLine {
  const { type } = activity;
  const keyword = manner.keyword ?? gatewayWithoutBranches[type] ?? keywordOf(type);
  const isHandler = keyword === 'ON';
  const head = [keyword, naming.head(activity.id, activity.name ?? null, manner.base ?? baseOf(type))];
  const left = new Map<string, unknown>(Object.entries(activity));
  for (const key of manner.without ?? []) left.delete(key);
  const block: WrittenLine[] = [];
  const events = eventsOf(type);
  const list: unknown = events === null ? [] : (left.get(events.list) ?? []);
  const objects = Array.isArray(list) ? list.filter(isObject) : [];
  const several: WrittenLine[] = [];
  const [only] = objects;
  if (events !== null && only !== undefined && objects.length === 1) {
    const after = isHandler ? 'TIMEOUT' : 'AFTER';
    const event = writeEvent(only, events.details, events.direction === 'catches', after);
    head.push(isHandler ? '' : (prepositions[type] ?? ''), event.text);
    if (left.get('interrupting') === false && !event.endsLine) {
      head.push('ALONGSIDE');
      left.delete('interrupting');
    }
    block.push(...event.details);
  } else if (events !== null) {
    const word = events.direction === 'catches' ? 'CATCHES' : 'THROWS';
    for (const object of objects) {
      const event = writeEvent(object, events.details, events.direction === 'catches');
      several.push({ head: `${word} ${event.text}`, block: [...event.details] });
    }
  }
  block.unshift(...writeAttributes(Object.fromEntries(left), attributesOf[type]));
  block.push(...several);
  if ('form' in activity) block.push(...writeForm(activity.form));
  if ('loop' in activity && activity.loop !== undefined) block.push(writeLoop(activity.loop));
  return { head: writtenLine(...head).head, block };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function writeForm(form: Form | undefined): readonly WrittenLine[] {
  if (form === undefined) return [];
  if (form.fields.length === 0) return [writtenLine('FORM')];
  return form.fields.map((field) => {
    const head = writtenLine(
      'FIELD',
      writtenId(field.id),
      field.label === undefined ? null : JSON.stringify(field.label),
      field.type?.toUpperCase(),
      field.required === true ? 'REQUIRED' : null,
      field.readonly === true ? 'READONLY' : null,
    );
    const { required, readonly, ...rest } = field;
    const flags = {
      ...(required === false ? { required } : {}),
      ...(readonly === false ? { readonly } : {}),
    };
    return { ...head, block: [...writeAttributes({ ...rest, ...flags }, fieldAttributes)] };
  });
}
