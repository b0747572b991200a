import { CST, Lexer } from 'yaml';

/** Why a text is not given to the parser, and where. */
export interface Screened {
  readonly offset: number;
  readonly message: string;
}

/** More than a process of ten thousand activities and flows needs; the parser takes about a second for it. */
const lengthLimit = 1024 * 1024;
const tokenLimit = 400_000;
const depthLimit = 100;

/**
 * Looks over a text without building anything, since what follows takes long over much or deeply nested text.
 * Null where nothing speaks against parsing it.
 */
export function screenYaml(text: string): Screened | null {
  if (text.length > lengthLimit) {
    return { offset: 0, message: `Expected at most ${lengthLimit} characters, but found ${text.length}` };
  }
  let offset = 0;
  let tokens = 0;
  let depth = 0;
  let indicators = 0;
  let before: string | null = null;
  for (const source of new Lexer().lex(text)) {
    const type = CST.tokenType(source);
    tokens += 1;
    if (tokens > tokenLimit) {
      return { offset, message: `Expected at most ${tokenLimit} parts of text, but found more` };
    }
    if (type === 'newline') indicators = 0;
    if (depth === 0 && indicatorTypes.has(type ?? '')) indicators += 1;
    if (opening.has(type ?? '')) depth += 1;
    if (closing.has(type ?? '')) depth -= 1;
    if (depth > depthLimit || indicators > depthLimit) {
      return { offset, message: `Expected nesting at most ${depthLimit} deep, but found more` };
    }
    const isEmptyItem = type === 'comma' && (before === 'comma' || opening.has(before ?? ''));
    if (depth < 0 || isEmptyItem) {
      return { offset, message: `Expected a value, but found '${source}'` };
    }
    if (type !== 'space' && type !== 'newline' && type !== 'comment') before = type;
    // Marks of the lexer itself are no part of the text.
    if (!marks.has(type ?? '')) offset += source.length;
  }
  return null;
}

const opening: ReadonlySet<string> = new Set(['flow-seq-start', 'flow-map-start']);
const closing: ReadonlySet<string> = new Set(['flow-seq-end', 'flow-map-end']);
const indicatorTypes: ReadonlySet<string> = new Set(['seq-item-ind', 'explicit-key-ind', 'map-value-ind']);
const marks: ReadonlySet<string> = new Set(['doc-mode', 'flow-error-end', 'scalar']);
