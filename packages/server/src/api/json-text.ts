/** Why a JSON text is refused before it is parsed; `offset` is the byte it is about. */
export interface JsonTextFault {
  readonly kind: 'tooDeep' | 'inexactNumber';
  readonly offset: number;
}

/** A text that may be parsed. If it is JSON, its objects have as many names, those written twice counted twice. */
export interface ScannedJson {
  readonly kind: 'scanned';
  readonly names: number;
}

const quote = 0x22;
const backslash = 0x5c;
const minus = 0x2d;
const dot = 0x2e;
const zero = 0x30;
const nine = 0x39;
const colon = 0x3a;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const capitalE = 0x45;
const smallE = 0x65;

/** Digits every integer can have and still be exact in a double. */
const exactDigits = 15;

/**
 * Scans a JSON text without recursion, because whatever walks the parsed value later is recursive:
 * refuses nesting beyond `maxDepth`, and integers that would silently change when parsed.
 */
export function scanJson(bytes: Uint8Array, maxDepth: number): JsonTextFault | ScannedJson {
  let depth = 0;
  let names = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === quote) {
      index = endOfString(bytes, index);
    } else if (byte === colon) {
      names += 1;
    } else if (byte === openBrace || byte === openBracket) {
      depth += 1;
      if (depth > maxDepth) return { kind: 'tooDeep', offset: index };
    } else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
    } else if (isDigit(byte)) {
      const end = endOfNumber(bytes, index);
      if (end - index > exactDigits && !isExact(bytes.subarray(index, end))) {
        return { kind: 'inexactNumber', offset: index };
      }
      index = end - 1;
    }
  }
  return { kind: 'scanned', names };
}

/** Index of the closing quote, or of the last byte of an unterminated string. */
export function endOfString(bytes: Uint8Array, start: number): number {
  let index = start + 1;
  while (index < bytes.length && bytes[index] !== quote) index += bytes[index] === backslash ? 2 : 1;
  return index;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}

function isInNumber(byte: number | undefined): boolean {
  return isDigit(byte) || byte === dot || byte === smallE || byte === capitalE || byte === minus;
}

function endOfNumber(bytes: Uint8Array, start: number): number {
  let index = start;
  while (isInNumber(bytes[index])) index += 1;
  return index;
}

/** Fractions and exponents are approximations to begin with; a whole number is meant as it stands. */
function isExact(digits: Uint8Array): boolean {
  if (digits.some((byte) => !isDigit(byte))) return true;
  return digits.length === exactDigits + 1 && Number.isSafeInteger(Number(String.fromCharCode(...digits)));
}

/** Line and column, both from 1, of a byte. */
export function placeOf(
  bytes: Uint8Array,
  offset: number,
): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let index = 0; index < offset; index += 1) {
    if (bytes[index] === 0x0a) {
      line += 1;
      lineStart = index + 1;
    }
  }
  return { line, column: offset - lineStart + 1 };
}
