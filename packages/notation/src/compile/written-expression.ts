import type { Expression } from '@wbpm/engine';

/** Reads an attribute: `=…` is FEEL, a text with `${…}` or `#{…}` is JUEL, anything else is itself. */
export function writtenExpression(text: string): Expression {
  const trimmed = text.trim();
  if (trimmed.startsWith('=')) return { language: 'feel', source: trimmed.slice(1).trim() };
  if (/[$#]\{/.test(trimmed)) return juel(trimmed);
  return { language: 'literal', source: trimmed };
}

/** Deferred evaluation (`#{…}`) means nothing here: both forms are evaluated when they are needed. */
export function juel(text: string): Expression {
  return { language: 'juel', source: text.trim().replaceAll('#{', '${') };
}

export function feel(text: string): Expression {
  return { language: 'feel', source: text.trim().replace(/^=/, '').trim() };
}

/** Reads a comma-separated list; commas within `${…}` separate nothing, and FEEL is one expression. */
export function writtenList(text: string): readonly Expression[] {
  if (text.trim().startsWith('=')) return [writtenExpression(text)];
  return splitOutsideBraces(text)
    .filter((part) => part.trim() !== '')
    .map(writtenExpression);
}

function splitOutsideBraces(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    else if (text[at] === ',' && depth <= 0) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Words of FEEL that no variable can be read by. */
const feelWords =
  /^(?:and|between|date|else|every|external|false|for|function|if|in|instance|not|null|or|return|satisfies|some|then|time|true)$/;

/** Reads one variable. FEEL gives null for one that is not there yet. */
export function variableExpression(name: string): Expression {
  return feelWords.test(name) ? juel(`\${${name}}`) : feel(name);
}
