import type { Json } from '@wbpm/engine';

/** Longer texts are found by their beginning only, which keeps index rows within their limit. */
export const searchedCharacters = 256;
const isoDateTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** What a variable's value puts into the typed columns that searches use. */
export function searchColumns(value: Json): {
  readonly textValue: string | null;
  readonly numberValue: number | null;
  readonly timeValue: Date | null;
} {
  if (typeof value === 'string') {
    return { textValue: textOf(value), numberValue: null, timeValue: timeOf(value) };
  }
  if (typeof value === 'number') return { textValue: null, numberValue: value, timeValue: null };
  if (typeof value === 'boolean') return { textValue: String(value), numberValue: null, timeValue: null };
  return { textValue: null, numberValue: null, timeValue: null };
}

/** PostgreSQL's texts hold no NUL. */
function textOf(text: string): string | null {
  const searched = text.slice(0, searchedCharacters);
  return searched.includes('\u0000') ? null : searched;
}

const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** Only years that PostgreSQL reads in ISO form: the year 0, or an offset, leads out of them. */
function timeOf(text: string): Date | null {
  if (!isoDateTime.test(text)) return null;
  const time = new Date(text);
  return time.getTime() >= earliest && time.getTime() <= latest ? time : null;
}
