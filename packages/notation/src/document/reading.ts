import type { Expression, VariableMapping } from '@wbpm/engine';
import type { ExpressionText } from './expression-text.ts';
import { expressionTextOf } from './written-text.ts';

/** The object without members that are undefined, so that what is absent does not show. */
export function given<Members extends object>(members: Members): Members {
  for (const [key, value] of Object.entries(members)) {
    if (value === undefined) Reflect.deleteProperty(members, key);
  }
  return members;
}

export function optionalText(expression: Expression | null): ExpressionText | undefined {
  return expression === null ? undefined : expressionTextOf(expression);
}

export function mappingsFrom(
  mappings: readonly VariableMapping[],
): Record<string, ExpressionText> | undefined {
  if (mappings.length === 0) return undefined;
  return Object.fromEntries(mappings.map(({ target, expression }) => [target, expressionTextOf(expression)]));
}

/** A flag that is false, as most are, is left out. */
export function onlyIf(flag: boolean | undefined): true | undefined {
  return flag === true ? true : undefined;
}
