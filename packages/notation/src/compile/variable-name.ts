import { errorAt, type Report } from '../finding.ts';

const nameLimit = 255;

/** What no request may name a variable either. */
const reservedNames: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isVariableName(name: string): boolean {
  return name.length <= nameLimit && /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(name) && !reservedNames.has(name);
}

/** A variable name as it may stand in a model; null, and a finding, where it may not. */
export function checkedVariable(
  name: string,
  what: string,
  elementId: string,
  report: Report,
): string | null {
  if (isVariableName(name)) return name;
  const expected = reservedNames.has(name)
    ? 'a variable name that is not reserved'
    : `a variable name of at most ${nameLimit} letters, digits, '_', '$' and '-'`;
  const found = `but found '${name.slice(0, 60)}'`;
  report(errorAt(elementId, 'variable-name', `Expected ${what} to be ${expected}, ${found}`));
  return null;
}

/** Like {@link checkedVariable} for a name that may be absent. */
export function optionalVariable(
  name: string | null,
  what: string,
  elementId: string,
  report: Report,
): string | null {
  return name === null ? null : checkedVariable(name, what, elementId, report);
}
