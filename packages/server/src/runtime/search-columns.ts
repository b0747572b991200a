import type { Json } from '@wbpm/engine';

/** Longer texts are found by their beginning only, which keeps index rows within their limit. */
const searchedCharacters = 256;
const isoDateTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** What a variable's value puts into the typed columns that searches use. */
export function searchColumns(value: Json): {
  readonly textValue: string | null;
  readonly numberValue: number | null;
  readonly timeValue: Date | null;
} {
  if (typeof value === 'string') {
    return { textValue: value.slice(0, searchedCharacters), numberValue: null, timeValue: timeOf(value) };
  }
  if (typeof value === 'number') return { textValue: null, numberValue: value, timeValue: null };
  if (typeof value === 'boolean') return { textValue: String(value), numberValue: null, timeValue: null };
  return { textValue: null, numberValue: null, timeValue: null };
}

function timeOf(text: string): Date | null {
  if (!isoDateTime.test(text)) return null;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? null : time;
}
