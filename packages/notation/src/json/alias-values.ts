import type { Json, JsonObject } from '@wbpm/engine';
import { z } from 'zod';
import { writtenList } from '../compile/written-expression.ts';
import { expressionTextOf } from '../document/written-text.ts';
import type { Report } from '../finding.ts';
import { pointerTo } from './pointer.ts';
import { reportAt } from './shape-findings.ts';

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

const numberKeys: ReadonlySet<string> = new Set([
  'retries',
  'min',
  'max',
  'start_quantity',
  'completion_quantity',
]);
const asTheyAre: ReadonlySet<string> = new Set(['default_value', 'literal', 'feel', 'juel']);
const textLists: ReadonlySet<string> = new Set([
  'candidate_users',
  'candidate_groups',
  'options',
  'retry_waits',
  'about',
  'activities',
  'list',
]);
export const mappingKeys: ReadonlySet<string> = new Set(['inputs', 'outputs', 'mappings', 'local_mappings']);
const flagKeys: ReadonlySet<string> = new Set([
  'executable',
  'async_before',
  'async_after',
  'results_stay_local',
  'for_compensation',
  'parallel_multiple',
  'interrupting',
  'instantiate',
  'parallel',
  'out_local',
  'out_when_thrown',
  'cancel_remaining',
  'required',
  'readonly',
  'sequential',
  'test_before',
  'wait_for_completion',
]);

/**
 * A value under a key in its own form: numbers where texts are expected are texts, texts that are numbers where
 * numbers are expected are numbers. What is null or blank counts as absent.
 */
function plainMember(key: string, value: Json, pointer: string, report: Report): Json | undefined {
  if (value === null) return undefined;
  if (asTheyAre.has(key)) return value;
  if (mappingKeys.has(key)) return isObject(value) ? mappings(value, pointer, report) : value;
  if (key === 'headers') return isObject(value) ? texts(value) : value;
  if (typeof value === 'string') {
    // Pools and lanes may have no name; that a script is empty its check says.
    if (value.trim() === '') return key === 'name' || key === 'script' ? '' : undefined;
    return numberKeys.has(key) && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  if (typeof value === 'boolean') return flagKeys.has(key) ? value : String(value);
  if (typeof value === 'number') return numberKeys.has(key) || flagKeys.has(key) ? value : String(value);
  if (isObject(value)) return plainObject(value, pointer, report);
  return value.map((item, index) => {
    const at = pointerTo(pointer, index);
    if (isObject(item)) return plainObject(item, at, report);
    const isScalar = typeof item === 'number' || typeof item === 'boolean';
    return isScalar && textLists.has(key) ? String(item) : item;
  });
}

export function plainObject(value: JsonObject, pointer: string, report: Report): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => {
      const plain = plainMember(key, member, pointerTo(pointer, key), report);
      return plain === undefined ? [] : [[key, plain]];
    }),
  );
}

/** Members whose names are free: numbers and truth values are their texts. */
function texts(value: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, part]) => {
      if (part === null) return [];
      return [[name, typeof part === 'number' || typeof part === 'boolean' ? String(part) : part]];
    }),
  );
}

const valueDepthLimit = 32;
const expressionKeys: ReadonlySet<string> = new Set(['literal', 'feel', 'juel', 'list', 'map']);

/** Texts are expressions; any other value but an expression in its long form is the FEEL that stands for it. */
function mappings(value: JsonObject, pointer: string, report: Report): JsonObject {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      if (typeof part === 'string' || isLongExpression(part)) return [name, part];
      if (!isWithin(part, valueDepthLimit)) {
        const expected = `a JSON value nested at most ${valueDepthLimit} deep`;
        reportAt(report, pointerTo(pointer, name), expected, part);
      }
      return [name, `=${JSON.stringify(part)}`];
    }),
  );
}

function isLongExpression(value: Json): boolean {
  if (!isObject(value)) return false;
  const [key, ...others] = Object.keys(value);
  return key !== undefined && others.length === 0 && expressionKeys.has(key);
}

function isWithin(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((part: Json) => isWithin(part, depth - 1));
}

/** Users or groups in one text, or each as an item; an item is one name or one expression. */
export function people(value: Json, pointer: string, report: Report): Json {
  if (typeof value === 'string') return writtenList(value).map(expressionTextOf).map(asJson);
  if (!isList(value)) return value;
  const names: Json[] = [];
  for (const [index, item] of value.entries()) {
    if (typeof item !== 'string' || writtenList(item).length === 1) names.push(item);
    else if (item.trim() !== '') {
      reportAt(report, pointerTo(pointer, index), 'one name or one expression', item);
    }
  }
  return names;
}

/** An expression is plain JSON; its type alone does not say so. */
function asJson(value: unknown): Json {
  return z.json().parse(value);
}
