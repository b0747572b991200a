import { isUtf8 } from 'node:buffer';
import { type ErrorCode, type Finding, shownValue } from '@wbpm/contract';
import { Refusal } from '../access/refusal.ts';
import { namesIn, repeatedName } from './json-names.ts';
import { placeOf, scanJson } from './json-text.ts';
import { limits } from './limits.ts';

/** Headers that say how a body is written. */
export interface BodyHeaders {
  readonly 'content-type'?: string | undefined;
  readonly 'content-encoding'?: string | undefined;
}

const byteOrderMark = '\uFEFF';

/** Parses a JSON body; undefined when it is empty. Throws `Refusal`. */
export function readJsonBody(headers: BodyHeaders, bytes: Buffer): unknown {
  const text = decode(headers, bytes, 'MALFORMED_JSON');
  if (text === '') return undefined;
  const names = refuseFaults(bytes);
  const value = parse(text, bytes);
  if (namesIn(value) < names) throw refusalOfRepetition(bytes);
  // An escape such as \u005f could spell the name too; looking closer is only needed then.
  if ((text.includes('__proto__') || text.includes('\\u')) && namesPrototype(value)) {
    throw refusalAt('MALFORMED_JSON', 'Expected names other than "__proto__", but found this reserved one');
  }
  return value;
}

/** Decodes an XML body. Throws `Refusal`. */
export function readXmlBody(headers: BodyHeaders, bytes: Buffer): string {
  const text = decode(headers, bytes, 'MALFORMED_XML');
  if (text === '') throw refusalAt('MALFORMED_XML', 'Expected XML, but found an empty body');
  const nul = text.indexOf('\u0000');
  if (nul >= 0) {
    throw refusalAt('MALFORMED_XML', 'Expected text, but found a NUL character', placeOf(bytes, nul));
  }
  return text;
}

function decode(headers: BodyHeaders, bytes: Buffer, malformed: ErrorCode): string {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw refusalAt('UNSUPPORTED_MEDIA_TYPE', 'Expected a body without Content-Encoding, but found one');
  }
  const charset = /;\s*charset="?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1];
  if (charset !== undefined && !/^(utf-?8|us-ascii)$/i.test(charset)) {
    throw refusalAt('UNSUPPORTED_MEDIA_TYPE', 'Expected the charset utf-8, but found another one');
  }
  if (!isUtf8(bytes)) throw refusalAt(malformed, 'Expected UTF-8, but found bytes that are not');
  const text = bytes.toString('utf8');
  return text.startsWith(byteOrderMark) ? text.slice(1) : text;
}

/** The names of all objects in the text, or the refusal of what must not be parsed. */
function refuseFaults(bytes: Buffer): number {
  const scanned = scanJson(bytes, limits.jsonDepth);
  switch (scanned.kind) {
    case 'scanned':
      return scanned.names;
    case 'tooDeep': {
      const message = `Expected JSON nested at most ${limits.jsonDepth} deep, but found more`;
      const place = { ...placeOf(bytes, scanned.offset), limit: limits.jsonDepth };
      throw refusalAt('LIMIT_EXCEEDED', message, place);
    }
    case 'inexactNumber': {
      const message =
        'Expected whole numbers up to 9007199254740991, but found a larger one; send it as text';
      throw refusalAt('VALIDATION_FAILED', message, placeOf(bytes, scanned.offset));
    }
  }
}

/** Of a name that stands twice in an object the parser keeps the last value, where others keep the first. */
function refusalOfRepetition(bytes: Buffer): Refusal {
  const { name, offset } = repeatedName(bytes);
  const message = `Expected names that differ, but found ${shownValue(name)} twice in one object`;
  return refusalAt('MALFORMED_JSON', message, placeOf(bytes, offset));
}

function parse(text: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    // The parser's own message quotes the text, which may be anything; only its position is of use.
    const position = cause instanceof SyntaxError ? /position (\d+)/.exec(cause.message)?.[1] : undefined;
    const place = position === undefined ? undefined : placeOf(bytes, Number(position));
    const where = place === undefined ? '' : ` at line ${place.line}, column ${place.column}`;
    throw refusalAt('MALFORMED_JSON', `Expected JSON, but found text that is not${where}`, place);
  }
}

/** Recursion is safe: the depth has been checked. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype);
}

function refusalAt(
  code: ErrorCode,
  message: string,
  place?: Pick<Finding, 'line' | 'column' | 'limit'>,
): Refusal {
  return new Refusal(code, message, { findings: [{ code, message, ...place }] });
}
