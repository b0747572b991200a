import { RE2JS, RE2JSException } from 're2js';
import { BoundedCache } from '../bounded-cache.ts';
import { ExpressionError } from '../expression-error.ts';
import { maxTextLength } from '../limits.ts';

const maxPatternLength = 1_024;
/** Pattern instructions times characters: about 50 ms of matching. */
const maxMatchingWork = 4_000_000;
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['i', RE2JS.CASE_INSENSITIVE],
  ['s', RE2JS.DOTALL],
  ['m', RE2JS.MULTILINE],
]);
const compiled = new BoundedCache<RE2JS>(200);

/**
 * FEEL's `matches` on an engine whose time grows linearly with the text. No back-references or
 * look-ahead: those are what makes patterns explode. Null when an argument has the wrong type.
 */
export function matches(input: unknown, pattern: unknown, flags: unknown): boolean | null {
  if (typeof input !== 'string' || typeof pattern !== 'string') return null;
  return compile(pattern, flags, input).test(input);
}

/** FEEL's `replace`: every match, with `$0` and `$1`… standing for the match and its groups. */
export function replace(
  input: unknown,
  pattern: unknown,
  replacement: unknown,
  flags: unknown,
): string | null {
  if (typeof input !== 'string' || typeof pattern !== 'string' || typeof replacement !== 'string')
    return null;
  const worst = (input.length + 1) * replacement.length;
  if (worst > 10 * maxTextLength) {
    throw new ExpressionError(
      `expected a replacement that yields at most ${10 * maxTextLength} characters, found up to ${worst}`,
    );
  }
  return compile(pattern, flags, input).matcher(input).replaceAll(replacement.replaceAll('$0', '$$&'));
}

/** FEEL's `split`. The text between the matches, without the groups of the pattern. */
export function split(input: unknown, delimiter: unknown): string[] | null {
  if (typeof input !== 'string' || typeof delimiter !== 'string') return null;
  return compile(delimiter, null, input).split(input, -1);
}

function compile(pattern: string, flags: unknown, input: string): RE2JS {
  if (pattern.length > maxPatternLength) {
    throw new ExpressionError(
      `expected a pattern of at most ${maxPatternLength} characters, found ${pattern.length}`,
    );
  }
  const bits = flagBits(flags);
  const program = compiled.get(`${bits}/${pattern}`, () => compileOnce(pattern, bits));
  const work = program.programSize() * input.length;
  if (work > maxMatchingWork) {
    throw new ExpressionError(
      `expected pattern size times text length of at most ${maxMatchingWork}, found ${work}`,
    );
  }
  return program;
}

function compileOnce(pattern: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(pattern), flags);
  } catch (error) {
    if (error instanceof RE2JSException) throw new ExpressionError(`invalid pattern: ${error.message}`);
    throw error;
  }
}

function flagBits(flags: unknown): number {
  if (typeof flags !== 'string') return 0;
  let bits = 0;
  for (const flag of flags) {
    const bit = FLAGS.get(flag);
    if (bit === undefined) throw new ExpressionError(`unsupported pattern flag '${flag}'`);
    bits |= bit;
  }
  return bits;
}
