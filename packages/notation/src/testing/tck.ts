import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Json } from '@wbpm/engine';
import { Temporal } from 'temporal-polyfill';
import { xmlTokens } from '../xml/tokens.ts';

/** One question of the DMN Technology Compatibility Kit to one decision or service. */
export interface TckCase {
  /** `folder/case`, with the decision where a case asks for several. */
  readonly id: string;
  readonly inputs: Readonly<Record<string, Json>>;
  /** The decision, or the service that is asked. */
  readonly asked: string;
  /** The part of the answer that is looked at. */
  readonly result: string;
  readonly expected: Json;
  readonly mayFail: boolean;
}

export interface TckFolder {
  readonly name: string;
  readonly dmn: string;
  readonly cases: readonly TckCase[];
}

/** The kit lies beside the checkout, or where WBPM_SHARED_DATA says. */
export function tckFolders(): readonly TckFolder[] {
  const root = resolve(process.env['WBPM_SHARED_DATA'] ?? resolve('..', 'shared', 'data'), 'dmn-tck');
  if (!existsSync(root)) throw new Error(`Expected the DMN TCK in ${root}, but found no such folder`);
  return readdirSync(root).flatMap((level) =>
    readdirSync(resolve(root, level)).map((name) => folderAt(resolve(root, level, name), name)),
  );
}

/** Whether an answer is the expected one: numbers to eight digits, moments and durations by their value. */
export function sameAnswer(actual: Json, expected: Json): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-8 * Math.max(1, Math.abs(expected));
  }
  if (typeof actual === 'string' && typeof expected === 'string') {
    return actual === expected || sameTime(actual, expected);
  }
  if (isList(actual) && isList(expected)) {
    return (
      actual.length === expected.length && actual.every((item, at) => sameAnswer(item, expected[at] ?? null))
    );
  }
  if (isObject(actual) && isObject(expected)) {
    const names = Object.keys(expected);
    return (
      names.length === Object.keys(actual).length &&
      names.every((name) => name in actual && sameAnswer(actual[name] ?? null, expected[name] ?? null))
    );
  }
  return actual === expected;
}

function sameTime(actual: string, expected: string): boolean {
  const normal = [normalDuration, normalMoment, normalTime].find((form) => form(expected) !== null);
  return normal !== undefined && normal(actual) === normal(expected);
}

function normalDuration(text: string): string | null {
  return orNull(() => {
    const duration = Temporal.Duration.from(text);
    const months = duration.years * 12 + duration.months;
    const rest = duration.with({ years: 0, months: 0 });
    return `${months} months ${rest.sign === 0 ? 0 : rest.total('seconds')} seconds`;
  });
}

function normalMoment(text: string): string | null {
  const [local = '', zone] = text.split('@');
  if (zone !== undefined) {
    return orNull(() => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant().toString());
  }
  if (!local.includes('T')) return null;
  return orNull(() => Temporal.Instant.from(local).toString());
}

function normalTime(text: string): string | null {
  const parts = /^([\d:.]+)(Z|[+-]\d\d:\d\d)?$/.exec(text);
  if (parts === null) return null;
  return orNull(
    () => `${Temporal.PlainTime.from(parts[1] ?? '').toString()}${parts[2]?.replace('Z', '+00:00') ?? ''}`,
  );
}

function orNull(read: () => string): string | null {
  try {
    return read();
  } catch {
    // Another form may fit.
    return null;
  }
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !isList(value);
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Tag[];
  text: string;
}

function folderAt(folder: string, name: string): TckFolder {
  const files = readdirSync(folder);
  const dmn = files.find((file) => file.endsWith('.dmn')) ?? '';
  const tests = files.filter((file) => /-test-\d+\.xml$/.test(file));
  const cases = tests.flatMap((file) => {
    const root = parse(readFileSync(resolve(folder, file), 'utf8'));
    return all(root, 'testCase').flatMap((testCase) => casesIn(testCase, name));
  });
  return { name, dmn: readFileSync(resolve(folder, dmn), 'utf8'), cases };
}

function casesIn(testCase: Tag, folder: string): readonly TckCase[] {
  const inputs = Object.fromEntries(
    all(testCase, 'inputNode').map((node) => [node.attributes.get('name') ?? '', valueIn(node)]),
  );
  const results = all(testCase, 'resultNode');
  const id = `${folder}/${testCase.attributes.get('id') ?? ''}`;
  return results.map((node) => {
    const result = node.attributes.get('name') ?? '';
    const [expected] = all(node, 'expected');
    return {
      id: results.length === 1 ? id : `${id}/${result}`,
      inputs,
      asked: testCase.attributes.get('invocableName') ?? result,
      result,
      expected: expected === undefined ? null : valueIn(expected),
      mayFail: node.attributes.get('errorResult') === 'true',
    };
  });
}

function valueIn(holder: Tag): Json {
  const components = all(holder, 'component');
  if (components.length > 0) {
    return Object.fromEntries(
      components.map((part) => [part.attributes.get('name') ?? '', valueIn(part)] as const),
    );
  }
  const [list] = all(holder, 'list');
  if (list !== undefined) return all(list, 'item').map(valueIn);
  const [value] = all(holder, 'value');
  if (value === undefined || value.attributes.get('nil') === 'true') return null;
  switch (value.attributes.get('type')?.replace(/^.*:/, '')) {
    case 'decimal':
    case 'double':
    case 'integer':
      return Number(value.text);
    case 'boolean':
      return value.text === 'true';
    default:
      return value.text;
  }
}

function all(tag: Tag, name: string): readonly Tag[] {
  return tag.children.filter((child) => child.name === name);
}

function parse(xml: string): Tag {
  const root: Tag = { name: '', attributes: new Map(), children: [], text: '' };
  const open = [root];
  for (const { kind, offset, end } of xmlTokens(xml)) {
    const source = xml.slice(offset, end);
    const parent = open.at(-1) ?? root;
    if (kind === 'text') parent.text += unescaped(source);
    else if (kind === 'close') open.pop();
    else if (kind === 'open' || kind === 'empty') {
      const tag = tagIn(source);
      parent.children.push(tag);
      if (kind === 'open') open.push(tag);
    }
  }
  return root.children[0] ?? root;
}

function tagIn(source: string): Tag {
  const name = /^<(?:[\w.-]+:)?([\w.-]+)/.exec(source)?.[1] ?? '';
  const attributes = new Map<string, string>();
  for (const [, key = '', double, single] of source.matchAll(
    /\s(?:[\w.-]+:)?([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g,
  )) {
    attributes.set(key, unescaped(double ?? single ?? ''));
  }
  return { name, attributes, children: [], text: '' };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return String.fromCodePoint(code);
  });
}
